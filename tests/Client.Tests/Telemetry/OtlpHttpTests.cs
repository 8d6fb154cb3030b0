using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>The variables of OpenTelemetry were read for which signals to send, but not for where to: nothing ever arrived.</summary>
public sealed class OtlpHttpTests
{
    [Theory]
    [InlineData("thread")]
    [InlineData("process")]
    public async Task Traces_metrics_and_logs_of_a_sweep_reach_the_receiver_that_the_environment_names(string isolation)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(20));
        await using var receiver = await OtlpReceiver.StartAsync(HttpProtocols.Http1);

        var ended = await OrchestratorProcess.RunAsync(
            folder, ["run", "tiny.yaml", $"resources.isolation={isolation}"], ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        Assert.True(ended.ExitCode == 0, ended.ToString());
        SpanTree.Check(receiver.Spans, TinySweep.Runs);
        Assert.Superset(new HashSet<string> { "orchestrator.ode.function_evaluations", "orchestrator.run.duration" }, receiver.Metrics.ToHashSet());
        Assert.NotEmpty(receiver.Logs);
    }

    [Fact]
    public async Task A_variable_that_says_nothing_sensible_ends_the_program_with_what_it_may_say()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(20));
        var ended = await OrchestratorProcess.RunAsync(folder, ["run", "tiny.yaml"], ("ORCHESTRATOR_TRACE_ITERATIONS", "often"));
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("ORCHESTRATOR_TRACE_ITERATIONS = 'often': must be 'reports'", ended.Error, StringComparison.Ordinal);
    }
}
