namespace Orchestrator.Silo.Telemetry;

/// <summary>Which signals the OpenTelemetry variables ask to export.</summary>
internal sealed record OtlpSignals(bool IsDisabled, bool Traces, bool Metrics, bool Logs)
{
    public bool Any => Traces || Metrics || Logs;

    public static OtlpSignals FromEnvironment() => From(Environment.GetEnvironmentVariable);

    public static OtlpSignals From(Func<string, string?> variable)
    {
        var all = IsSet("OTEL_EXPORTER_OTLP_ENDPOINT");
        return new OtlpSignals(
            string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase),
            Wanted("TRACES"), Wanted("METRICS"), Wanted("LOGS"));

        bool Wanted(string signal) =>
            (all || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) && !string.Equals(variable($"OTEL_{signal}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase);

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(variable(name));
    }
}
