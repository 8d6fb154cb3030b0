using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class EngineTelemetryTests
{
    [Fact]
    public void Reported_iterations_carry_spans_of_both_solves_under_the_callers_activity()
    {
        using var callers = new ActivitySource("caller");
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is EngineTelemetry.Name or "caller",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => { lock (seen) { seen.Add(activity); } },
        };
        ActivitySource.AddActivityListener(listener);
        using var caller = callers.StartActivity("attempt")!;
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.Spiral) with { Iterations = 20 }, null, new Recorder());

        Activity[] mine;
        lock (seen)
            mine = [.. seen.Where(activity => activity.TraceId == caller.TraceId)];
        var iterations = mine.Where(activity => activity.OperationName == EngineTelemetry.IterationSpan).ToArray();
        Assert.Equal(2, iterations.Length);
        Assert.All(iterations, iteration => Assert.Equal(caller.SpanId, iteration.ParentSpanId));
        var solves = mine.Where(activity => activity.ParentSpanId == iterations[0].SpanId).ToArray();
        Assert.Equal(["forward", "backward"], solves.Select(solve => solve.GetTagItem(EngineTelemetry.PassKey)));
        Assert.All(solves, solve =>
        {
            Assert.Equal("dopri5", solve.GetTagItem(EngineTelemetry.SolverKey));
            Assert.Equal(1e-4, solve.GetTagItem(EngineTelemetry.RelativeToleranceKey));
            Assert.Equal("ok", solve.GetTagItem(EngineTelemetry.StatusKey));
            Assert.Equal(4, solve.GetTagItem(EngineTelemetry.BatchKey));
        });
        Assert.True((long)solves[0].GetTagItem(EngineTelemetry.EvaluationsKey)! > 0);
    }

    [Fact]
    public void Counters_equal_what_the_observations_say()
    {
        var sum = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "orchestrator.ode.function_evaluations")
                l.EnableMeasurementEvents(instrument);
        };
        var thread = Environment.CurrentManagedThreadId;
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => sum += Environment.CurrentManagedThreadId == thread ? value : 0);
        listener.Start();
        var recorder = new Recorder();
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.HudsonBay) with { Iterations = 10 }, null, recorder);
        Assert.Equal(recorder.Observations[^1].Evaluations.Total, sum);
    }
}
