using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class EngineTelemetryTests
{
    [Fact]
    public void Reported_iterations_carry_spans_of_both_solves_under_the_callers_activity()
    {
        var (caller, mine) = Traced(TrainingPlans.Plan(TrainingPlans.Spiral) with { Iterations = 20 });
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
    public void Forward_solves_say_how_stiff_they_were()
    {
        var recorder = new Recorder();
        var (_, mine) = Traced(TrainingPlans.Plan(TrainingPlans.HudsonBay) with { Iterations = 20 }, recorder);
        var told = mine.Where(activity => activity.OperationName == EngineTelemetry.SolveSpan).Select(solve => (solve.GetTagItem(EngineTelemetry.PassKey), solve.GetTagItem(EngineTelemetry.StiffnessKey)));
        Assert.Equal(recorder.Observations.SelectMany(o => new (object?, object?)[] { ("forward", o.Stiffness!.Value), ("backward", null) }), told);
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

    [Fact]
    public void Overhead_per_step_is_told_of_every_reported_solve_that_takes_steps()
    {
        var told = new List<(double Seconds, string Pass)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "orchestrator.ode.overhead.duration")
                l.EnableMeasurementEvents(instrument);
        };
        var thread = Environment.CurrentManagedThreadId;
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId == thread)
                told.Add((value, Of(tags, EngineTelemetry.PassKey)));
        });
        listener.Start();
        var recorder = new Recorder();
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.HudsonBay, "adjoint") with { Iterations = 20 }, null, recorder);
        Assert.Equal(["forward", "backward", "forward", "backward"], told.Select(each => each.Pass));
        var seconds = recorder.Observations[^1].Times;
        Assert.All(told, each => Assert.InRange(each.Seconds, 1e-9, (seconds.Forward + seconds.Backward + seconds.WarmUp).TotalSeconds));
    }

    private static (Activity Caller, Activity[] Under) Traced(TrainingPlan plan, Recorder? recorder = null)
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
        TrainingSession.Run(plan, null, recorder ?? new Recorder());

        lock (seen)
            return (caller, [.. seen.Where(activity => activity.TraceId == caller.TraceId)]);
    }

    private static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
            if (tag.Key == key)
                return (string)tag.Value!;
        return "";
    }
}
