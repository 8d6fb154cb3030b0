using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo;

namespace Orchestrator.Cluster.Tests.Hosting;

/// <summary>A real sweep on the real engine, watched as a collector would.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Spec = """
        name: traced
        workload: { kind: cubic-spiral, points: 200 }
        model: { hidden: [8], input_power: 3 }
        training: { iterations: 4, report_every: 2 }
        solver: { method: dopri5, rtol: 1e-4, atol: 1e-6 }
        gradient: { method: adjoint }
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_trace_shows_the_sweep_its_attempt_and_the_solves_of_both_passes_and_agrees_with_the_ledger()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Orchestrator.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var id = "";
        RunRow run;
        await using (var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(_folder.File("data")) { CpuSlots = 1 }, Cancellation))
        {
            var source = new SweepSource(Spec, "traced.yaml", _folder.File(""), []);
            var result = await silo.Client.GetGrain<ISubmissionGrain>(0).Submit(source, Repeat.ReuseExisting);
            id = Assert.IsType<SubmitResult.Accepted>(result).SweepId;
            var sweep = silo.Client.GetGrain<ISweepGrain>(id);
            while (await sweep.Snapshot() is not { Status: SweepStatus.Completed }) await Task.Delay(50, Cancellation);
            run = Assert.Single(await silo.Client.GetGrain<IQueryGrain>(0).Runs(id));
        }

        var attempt = Assert.Single(spans, span => span.OperationName == "run.attempt" && id.Equals(span.GetTagItem("orchestrator.sweep.id")));
        var trace = spans.Where(span => span.TraceId == attempt.TraceId).ToImmutableArray();
        var whole = Assert.Single(trace, span => span.OperationName == "sweep.run");
        Assert.Equal(whole.SpanId, attempt.ParentSpanId);
        Assert.Contains(attempt.Links, link => link.Context.SpanId == whole.SpanId);
        var iterations = trace.Where(span => span.OperationName == "training.iteration").ToImmutableArray();
        Assert.NotEmpty(iterations);
        Assert.All(iterations, span => Assert.Equal(attempt.SpanId, span.ParentSpanId));
        var solves = trace.Where(span => span.OperationName == "ode.solve").ToImmutableArray();
        Assert.Equal(["backward", "forward"], solves.Select(span => span.GetTagItem("ode.pass") as string).Distinct().Order(StringComparer.Ordinal));
        Assert.All(solves, span =>
        {
            Assert.Contains(iterations, iteration => iteration.SpanId == span.ParentSpanId);
            Assert.True(Convert.ToInt64(span.GetTagItem("ode.nfe")) > 0);
            Assert.True(Convert.ToInt64(span.GetTagItem("ode.steps.accepted")) > 0);
            Assert.NotNull(span.GetTagItem("ode.status"));
        });
        Assert.Equal(run.Last!.NfeForward, Convert.ToInt64(attempt.GetTagItem("ode.nfe.forward")));
        Assert.Equal(run.Last.NfeBackward, Convert.ToInt64(attempt.GetTagItem("ode.nfe.backward")));
        Assert.True(Convert.ToInt64(attempt.GetTagItem("orchestrator.run.peak_bytes")) > 0);
        Assert.True(Convert.ToDouble(attempt.GetTagItem("orchestrator.run.wall_seconds")) > 0);
    }
}
