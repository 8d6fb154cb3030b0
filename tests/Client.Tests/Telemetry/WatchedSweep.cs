using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Telemetry;

/// <summary>
/// A silo that trains a small sweep while the real Prometheus scrapes it and a receiver takes its traces and logs over gRPC, and
/// those of the console that submits it from another process. Some of its runs fail, because panels of failures must have something to show.
/// </summary>
public sealed class WatchedSweep : IAsyncLifetime
{
    public const int Runs = 24;

    private const string Sweep = """
        name: watched
        workload: { kind: cubic-spiral, points: 200, batch: 4 }
        model: { hidden: [8], input_power: 3 }
        training: { iterations: 1500, report_every: 20 }
        solver: { rtol: 1e-4, atol: 1e-6, step_size: 0.1 }
        gradient: { audit_every: 20 }
        resources: { exclusive: true }
        space:
          solver.method: [dopri5, bosh3, rk4]
          solver.max_steps: [100000, 3]
          gradient.method: [direct, adjoint]
        search: { kind: grid, max_parallel: 3 }
        replicates: { seeds: [0, 1] }
        """;

    private readonly TemporaryFolder _folder = new();
    private OrchestratorProcess _silo = null!;

    internal PrometheusProcess Prometheus { get; private set; } = null!;

    internal OtlpReceiver Receiver { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        _folder.Write("watched.yaml", Sweep);
        Receiver = await OtlpReceiver.StartAsync(HttpProtocols.Http2);
        var web = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _silo = OrchestratorProcess.Start(
            _folder, ["up", "--port", $"{web.Port}"],
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Receiver.Address), ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", Receiver.Address), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        await _silo.SaidAsync("Serving", cancellation);
        Prometheus = PrometheusProcess.Start(_folder, web);
        await Prometheus.YieldsAsync("orchestrator_worker_lost_total", cancellation);
        var ended = await OrchestratorProcess.RunAsync(_folder, ["run", "watched.yaml", "--quiet"], ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Receiver.Address));
        Assert.True(ended.ExitCode is 0 or 1, ended.ToString());
        await Prometheus.YieldsAsync($"sum(orchestrator_run_duration_seconds_count) == {Runs} and sum(orchestrator_sweep_active) == 0", cancellation);
    }

    /// <summary>Waits for a span of this name; spans are sent in batches, in the order in which they ended.</summary>
    internal async Task SentAsync(string span)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (Receiver.Spans.All(received => received.Name != span))
            await Task.Delay(100, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (Prometheus is not null)
            await Prometheus.DisposeAsync();
        _silo?.Dispose();
        if (Receiver is not null)
            await Receiver.DisposeAsync();
        _folder.Dispose();
    }
}
