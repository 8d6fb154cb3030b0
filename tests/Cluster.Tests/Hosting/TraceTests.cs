using System.Collections.Immutable;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class TraceTests(TracedSweep sweep) : IClassFixture<TracedSweep>
{
    /// <summary>Sums of a few durations, each rounded once from whole ticks.</summary>
    private const double RoundingSeconds = 1e-9;

    [Fact]
    public void One_trace_shows_the_submission_the_sweep_its_sampler_its_attempt_and_the_solves_of_both_passes()
    {
        var attempt = sweep.Attempt;
        var whole = Assert.Single(sweep.Spans, span => span.OperationName == "sweep.run");
        var submission = Assert.Single(sweep.Spans, span => span.OperationName == "sweep.submit");
        Assert.Equal(default, submission.ParentSpanId);
        Assert.NotEqual(default, whole.ParentSpanId);
        Assert.Equal(whole.SpanId, attempt.ParentSpanId);
        Assert.Contains(attempt.Links, link => link.Context.SpanId == whole.SpanId);
        var questions = sweep.Spans.Where(span => span.OperationName == "sampler.suggest").ToImmutableArray();
        Assert.NotEmpty(questions);
        Assert.All(questions, span => Assert.Equal((whole.SpanId, "grid"), (span.ParentSpanId, span.GetTagItem("orchestrator.sampler"))));
        var iterations = sweep.Spans.Where(span => span.OperationName == "training.iteration").ToImmutableArray();
        Assert.Equal([2, 4], iterations.Select(span => span.GetTagItem("training.iteration")));
        Assert.All(iterations, span => Assert.Equal(attempt.SpanId, span.ParentSpanId));
        var solves = sweep.Spans.Where(span => span.OperationName == "ode.solve").ToImmutableArray();
        Assert.Equal(["backward", "forward"], solves.Select(span => span.GetTagItem("ode.pass") as string).Distinct().Order(StringComparer.Ordinal));
        Assert.All(solves, span =>
        {
            Assert.Contains(iterations, iteration => iteration.SpanId == span.ParentSpanId);
            Assert.True(Convert.ToInt64(span.GetTagItem("ode.nfe")) > 0);
            Assert.True(Convert.ToInt64(span.GetTagItem("ode.steps.accepted")) > 0);
            Assert.NotNull(span.GetTagItem("ode.status"));
        });
    }

    [Fact]
    public void Evaluations_training_time_and_memory_are_the_same_in_metrics_span_and_ledger()
    {
        var (attempt, ledger) = (sweep.Attempt, sweep.Run.Last!);
        const string Evaluations = "orchestrator.ode.function_evaluations";
        Agree(ledger.NfeForward, sweep.Sum(Evaluations, "ode.pass", "forward"), attempt.GetTagItem("ode.nfe.forward"));
        Agree(ledger.NfeBackward, sweep.Sum(Evaluations, "ode.pass", "backward"), attempt.GetTagItem("ode.nfe.backward"));
        Agree(ledger.NfeRecomputed, sweep.Sum(Evaluations, "ode.pass", "recompute"), attempt.GetTagItem("ode.nfe.recompute"));
        Agree(ledger.VectorJacobianProducts, sweep.Sum("orchestrator.ode.vjp_evaluations"), attempt.GetTagItem("ode.vjps"));
        Assert.True(ledger.NfeForward > 0 && ledger.NfeBackward > 0 && ledger.VectorJacobianProducts > 0);

        var seconds = sweep.Sum("orchestrator.training.time");
        Assert.InRange(seconds - ledger.Seconds.Total, -RoundingSeconds, RoundingSeconds);
        Assert.Equal(ledger.Seconds.Total, attempt.GetTagItem("orchestrator.run.training_seconds"));
        Assert.InRange(seconds, 1e-6, (double)attempt.GetTagItem("orchestrator.run.wall_seconds")!);

        var memory = sweep.InTraining("orchestrator.device.memory.peak").Last(m => "engine".Equals(m.Tags["orchestrator.memory.of"])).Value;
        Agree(ledger.EnginePeakBytes, memory, attempt.GetTagItem("orchestrator.run.peak_bytes"));
        Assert.True(ledger.EnginePeakBytes > 0);
        Assert.Equal(ledger.TrainingLoss, sweep.InTraining("orchestrator.training.loss").Last(m => "train".Equals(m.Tags["dataset.split"])).Value);
    }

    [Fact]
    public void Every_measurement_and_span_carries_the_attributes_it_is_described_with()
    {
        var described = TelemetryDocumentTests.Instruments.ToDictionary(instrument => instrument.Name, instrument => instrument.Attributes.Order(StringComparer.Ordinal).ToArray());
        Assert.All(sweep.Everything, m => Assert.Equal(described[m.Instrument], m.Tags.Keys.Order(StringComparer.Ordinal)));
        foreach (var span in TelemetryDocumentTests.Spans)
        {
            var carried = sweep.Spans.Where(s => s.OperationName == span.Name).SelectMany(s => s.TagObjects.Select(tag => tag.Key)).Distinct();
            // Nothing failed in this sweep.
            Assert.Equal(span.Attributes.Remove("error.type").Order(StringComparer.Ordinal), carried.Order(StringComparer.Ordinal));
        }
    }

    private static void Agree(long ledger, double metric, object? attribute) => Assert.Equal((ledger, ledger), ((long)metric, Convert.ToInt64(attribute)));
}
