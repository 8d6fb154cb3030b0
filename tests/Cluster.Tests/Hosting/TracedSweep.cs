using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Cluster.Tests.Hosting;

/// <summary>One measurement of one of our instruments, and the trace in whose span it was made.</summary>
internal sealed record Measured(string Instrument, double Value, ImmutableDictionary<string, object?> Tags, ActivityTraceId? Trace);

/// <summary>A real sweep on the real engine, watched as an SDK would; made once for all tests that look at it.</summary>
public sealed class TracedSweep : IAsyncLifetime
{
    private const string Spec = """
        name: traced
        workload: { kind: cubic-spiral, points: 200 }
        model: { hidden: [8], input_power: 3 }
        training: { iterations: 4, report_every: 2 }
        solver: { method: dopri5, rtol: 1e-4, atol: 1e-6 }
        gradient: { method: adjoint, audit_every: 2 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<Measured> _measured = new();

    internal RunRow Run { get; private set; } = null!;

    /// <summary>Of the sweep's trace.</summary>
    internal ImmutableArray<Activity> Spans { get; private set; }

    /// <summary>Everything that was measured while the sweep ran; other tests of the process may be in it.</summary>
    internal ImmutableArray<Measured> Everything => [.. _measured];

    internal Activity Attempt => Assert.Single(Spans, span => span.OperationName == "run.attempt");

    public async ValueTask InitializeAsync()
    {
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.Orleans.Application" || source.Name.StartsWith("Orchestrator.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(traces);
        using var metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("Orchestrator.", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
            },
        };
        metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        metrics.Start();

        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(_folder.File("data")) { CpuSlots = 1 }, cancellation);
        var source = new SweepSource(Spec, "traced.yaml", _folder.File(""), []);
        var id = await SubmitAsync(silo, source);
        var sweep = silo.Client.GetGrain<ISweepGrain>(id);
        while (await sweep.Snapshot() is not { Status: SweepStatus.Completed }) await Task.Delay(50, cancellation);
        Run = Assert.Single(await silo.Client.GetGrain<IQueryGrain>(0).Runs(id));
        await silo.StopAsync();
        var attempt = Assert.Single(_spans, span => span.OperationName == "run.attempt" && id.Equals(span.GetTagItem("orchestrator.sweep.id")));
        Spans = [.. _spans.Where(span => span.TraceId == attempt.TraceId)];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> SubmitAsync(EmbeddedSilo silo, SweepSource source)
    {
        using var span = SubmitSpan.Start();
        var id = Assert.IsType<SubmitResult.Accepted>(await silo.Client.GetGrain<ISubmissionGrain>(0).Submit(source, Repeat.ReuseExisting)).SweepId;
        span.Answered(id);
        return id;
    }

    /// <summary>Sum of what an instrument measured inside this sweep's training, over the measurements that have this attribute.</summary>
    internal double Sum(string instrument, string? key = null, string? value = null)
        => InTraining(instrument).Where(m => key is null || value!.Equals(m.Tags.GetValueOrDefault(key))).Sum(m => m.Value);

    internal IEnumerable<Measured> InTraining(string instrument) => _measured.Where(m => m.Instrument == instrument && m.Trace == Attempt.TraceId);

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => _measured.Enqueue(new Measured(instrument.Name, value, tags.ToArray().ToImmutableDictionary(), Activity.Current?.TraceId));
}
