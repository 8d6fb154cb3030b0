using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.StepSize;
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
        var sums = new Dictionary<string, double>();
        using var listener = Listener((instrument, value, _) => sums[instrument] = sums.GetValueOrDefault(instrument) + value);
        var recorder = new Recorder();
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.HudsonBay) with { Iterations = 10, AuditEvery = 1 }, null, recorder);
        var last = recorder.Observations[^1];
        Assert.Equal(last.Evaluations.Total, sums["orchestrator.ode.function_evaluations"]);
        Assert.Equal(last.Evaluations.VectorJacobianProducts, sums["orchestrator.ode.vjp_evaluations"]);
        Assert.Equal(last.AcceptedSteps + last.RejectedSteps, sums["orchestrator.ode.steps"]);
        Assert.Equal(2 * 10, sums["orchestrator.ode.solves"]);
        Assert.Equal(last.Times.Total.TotalSeconds, sums["orchestrator.training.time"], 1e-6);
    }

    [Fact]
    public void Audits_are_told_with_their_cost_and_apart_from_the_iterations_solves()
    {
        var told = new List<(double Error, string Solver, string Gradient)>();
        using var listener = Listener((instrument, value, tags) => told.AddRange(instrument == "orchestrator.ode.gradient.relative_error" ? [(value, Of(tags, EngineTelemetry.SolverKey), Of(tags, EngineTelemetry.GradientKey))] : []));
        var recorder = new Recorder();
        var (_, mine) = Traced(TrainingPlans.Plan(TrainingPlans.HudsonBay, "adjoint") with { Iterations = 30, AuditEvery = 20 }, recorder);
        var error = Assert.Single(recorder.Observations, o => o.GradientError is not null).GradientError!.Value;
        Assert.Equal([(error, "dopri5", "adjoint")], told);

        var audit = Assert.Single(mine, activity => activity.OperationName == EngineTelemetry.AuditSpan);
        var iteration = Assert.Single(mine, activity => activity.SpanId == audit.ParentSpanId);
        Assert.Equal((20, error), (iteration.GetTagItem(EngineTelemetry.IterationKey), iteration.GetTagItem(EngineTelemetry.GradientErrorKey)));
        Assert.Equal((error, "ok"), (audit.GetTagItem(EngineTelemetry.GradientErrorKey), audit.GetTagItem(EngineTelemetry.StatusKey)));
        Assert.InRange((double)audit.GetTagItem(EngineTelemetry.GradientCosineKey)!, 0.9, 1 + 1e-12);
        Assert.True((long)audit.GetTagItem(EngineTelemetry.EvaluationsKey)! > 100);
        Assert.Equal(2, mine.Count(activity => activity.OperationName == EngineTelemetry.SolveSpan && activity.ParentSpanId == iteration.SpanId));
    }

    [Fact]
    public void A_row_of_rejected_steps_is_an_event_of_its_solve()
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay) with { Iterations = 300, ReportEvery = 300, ElementType = TorchSharp.torch.ScalarType.Float64 };
        var (_, mine) = Traced(plan with { Solve = plan.Solve with { FirstStep = 4, RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-9, Controller = ControllerSettings.Integral with { MinFactor = 0.6 } } });
        var solves = mine.Where(activity => activity.OperationName == EngineTelemetry.SolveSpan).ToDictionary(solve => solve.GetTagItem(EngineTelemetry.PassKey)!);
        var burst = solves[SolveTelemetry.Forward].Events.First();
        Assert.Equal(EngineTelemetry.BurstEvent, burst.Name);
        var tags = burst.Tags.ToDictionary(tag => tag.Key, tag => tag.Value);
        Assert.Equal((0.0, 4.0), (tags[EngineTelemetry.ProblemTimeKey], tags[EngineTelemetry.StepBeforeKey]));
        Assert.InRange((double)tags[EngineTelemetry.StepAfterKey]!, 1e-6, 0.5);
        Assert.InRange((long)tags[EngineTelemetry.RejectedKey]!, 5, 20);
        Assert.InRange(burst.Timestamp.UtcDateTime, solves[SolveTelemetry.Forward].StartTimeUtc, solves[SolveTelemetry.Forward].StartTimeUtc + solves[SolveTelemetry.Forward].Duration);
        Assert.True((long)solves[SolveTelemetry.Forward].GetTagItem(EngineTelemetry.BurstsKey)! > 0);
        Assert.Equal(0L, solves[SolveTelemetry.Backward].GetTagItem(EngineTelemetry.BurstsKey));
        Assert.Empty(solves[SolveTelemetry.Backward].Events);
    }

    /// <summary>A histogram takes a measurement as long as a small network takes for a step.</summary>
    [Fact]
    public void Untraced_iterations_are_told_to_histograms_at_intervals_and_traced_ones_always()
    {
        var told = new List<double>();
        using var listener = Listener((instrument, value, _) => told.AddRange(instrument == "orchestrator.ode.solve.function_evaluations" ? [value] : []));
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay) with { Iterations = 2000, ReportEvery = 1000 };
        var recorder = new Recorder();
        TrainingSession.Run(plan, null, recorder);
        var times = recorder.Observations[^1].Times;
        Assert.InRange(told.Count, 2 * 2, 2 * (3 + (int)(times.Total / TimeSpan.FromMilliseconds(50))));

        told.Clear();
        TrainingSession.Run(plan with { ReportEvery = 1 }, null, new Recorder());
        Assert.Equal(2 * 2000, told.Count);
    }

    [Fact]
    public void Overhead_per_step_is_told_of_every_reported_solve_that_takes_steps()
    {
        var told = new List<(double Seconds, string Pass)>();
        using var listener = Listener((instrument, value, tags) => told.AddRange(instrument == "orchestrator.ode.overhead.duration" ? [(value, Of(tags, EngineTelemetry.PassKey))] : []));
        var recorder = new Recorder();
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.HudsonBay, "adjoint") with { Iterations = 20 }, null, recorder);
        Assert.Equal(["forward", "backward", "forward", "backward"], told.Select(each => each.Pass));
        var seconds = recorder.Observations[^1].Times;
        Assert.All(told, each => Assert.InRange(each.Seconds, 1e-9, (seconds.Forward + seconds.Backward + seconds.WarmUp).TotalSeconds));
    }

    private delegate void Heard(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>Hears what this thread measures.</summary>
    private static MeterListener Listener(Heard heard)
    {
        var thread = Environment.CurrentManagedThreadId;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == EngineTelemetry.Name)
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
        return listener;

        void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId == thread)
                heard(instrument.Name, value, tags);
        }
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
