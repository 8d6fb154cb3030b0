using System.Text.Json;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>A rule as Prometheus has loaded and evaluated it.</summary>
internal sealed record PrometheusRule(string Name, bool IsAlert, string Health, string Error, bool IsFiring)
{
    public static PrometheusRule From(JsonElement rule) => new(
        rule.GetProperty("name").GetString()!,
        rule.GetProperty("type").GetString() == "alerting",
        rule.GetProperty("health").GetString()!,
        rule.TryGetProperty("lastError", out var error) ? error.GetString()! : "",
        rule.TryGetProperty("state", out var state) && state.GetString() == "firing");
}
