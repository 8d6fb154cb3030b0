using System.Diagnostics;
using System.Text.RegularExpressions;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>What promtool (Debian's package prometheus) says of deploy/prometheus.</summary>
public sealed partial class RuleFileTests
{
    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "recording.yml", "alerts.yml")]
    [InlineData("test", "rules", "alerts_test.yml")]
    public async Task Promtool_finds_nothing_wrong(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments)
        {
            WorkingDirectory = Path.Combine(Repository.Root, "deploy", "prometheus"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var promtool = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var (told, errors) = (promtool.StandardOutput.ReadToEndAsync(cancellation), promtool.StandardError.ReadToEndAsync(cancellation));
        await promtool.WaitForExitAsync(cancellation);
        Assert.True(promtool.ExitCode == 0, await told + await errors);
    }

    [Fact]
    public void Every_alert_is_shown_to_fire_and_to_stay_silent()
    {
        var alerts = Alert().Matches(File.ReadAllText(PrometheusProcess.Rules("alerts.yml"))).Select(match => match.Groups[1].Value).ToList();
        var tests = File.ReadAllText(PrometheusProcess.Rules("alerts_test.yml"));
        Assert.True(alerts.Count >= 6);
        Assert.All(alerts, alert => Assert.Matches($@"alertname: {alert}\s+exp_alerts:", tests));
        Assert.All(alerts, alert => Assert.Matches($"alertname: {alert} }}", tests));
    }

    [GeneratedRegex("- alert: (\\w+)")]
    private static partial Regex Alert();
}
