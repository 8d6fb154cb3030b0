using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Specs;
using Orchestrator.Grains.Tests.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

public sealed class AskedPointsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SweepState Active = SweepState.Initial with { Phase = new SweepPhase.Active() };

    private static SweepSpec Spec(long? trials) => Sample.Spec() with { Search = Sample.Spec().Search with { Kind = "external", Trials = trials } };

    private static ImmutableArray<AssignedValue> Point(double rate) => [new("training.optimizer.learning_rate", new ParameterValue.Number(rate))];

    [Fact]
    public void A_point_waits_until_it_is_proposed_and_is_a_trial_once()
    {
        var spec = Spec(null);
        var asked = Fold(spec, Active, new SweepEvent.PointAsked(Point(0.1)), new SweepEvent.PointAsked(Point(0.2)), new SweepEvent.PointAsked(Point(0.1)));
        Assert.Equal(2, asked.Asked.Length);
        Assert.Equal(Point(0.1), Assert.IsType<SweepWish.Opening>(SweepMachine.Wish(spec, asked)).Asked);
        var proposed = Fold(spec, asked, new SweepEvent.TrialProposed(0, new Suggestion.Point(Point(0.1))));
        Assert.Equal(Point(0.2), Assert.Single(proposed.Asked));
    }

    [Fact]
    public void With_nothing_in_flight_only_a_search_without_points_of_its_own_goes_on()
    {
        Assert.IsType<SweepPhase.Active>(Fold(Spec(null), Active, new SweepEvent.NothingToStart()).Phase);
        Assert.IsType<SweepPhase.Over>(Fold(Spec(1), Active, new SweepEvent.TrialProposed(0, new Suggestion.Exhausted())).Phase);
        Assert.IsType<SweepPhase.Over>(Fold(Sample.Spec(), Active, new SweepEvent.NothingToStart()).Phase);
    }

    [Fact]
    public void A_point_that_can_not_become_a_trial_is_refused_with_the_reason()
    {
        Assert.Contains("chooses its points itself", AskedPoints.MayAsk(Sample.Spec(), Active, Point(0.1))!.Rule, StringComparison.Ordinal);
        Assert.Contains("search.trials of 2", AskedPoints.MayAsk(Spec(2), Active with { NextTrial = 1, Asked = [Point(0.2)] }, Point(0.1))!.Rule, StringComparison.Ordinal);
        Assert.Null(AskedPoints.MayAsk(Spec(3), Active with { NextTrial = 1, Asked = [Point(0.2)] }, Point(0.1)));
        Assert.Contains("is over", AskedPoints.MayAsk(Spec(null), Active with { Phase = new SweepPhase.Over(SweepStatus.Completed, null) }, Point(0.1))!.Rule, StringComparison.Ordinal);
        var full = Active with { Asked = [.. Enumerable.Range(0, AskedPoints.MostWaiting).Select(index => Point(index))] };
        Assert.Contains("wait already", AskedPoints.MayAsk(Spec(null), full, Point(0.5))!.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solver.method=rk4 solver.step_size=0.1 gradient.method=direct", null)]
    [InlineData("solver.method=rk4 gradient.method=direct", "lacks solver.step_size")]
    [InlineData("solver.method=rk4 solver.step_size=0.1 solver.rtol=1e-3 gradient.method=direct", "exists only when")]
    [InlineData("solver.method=rk4 solver.step_size=0.2 gradient.method=direct", "must be")]
    [InlineData("solver.method=rk4 solver.method=rk4", "once")]
    [InlineData("solver.method", "once")]
    [InlineData("solver.step=0.1", "is not a key of the space")]
    [InlineData("solver.method=rk4 solver.step_size=0.05 gradient.method=direct", "breaks a constraint")]
    public void Points_are_read_like_enqueued_ones(string pairs, string? rule)
    {
        var spec = SpecText.Read(SpecText.Conditional + "search: { kind: external, constraints: [ solver.step_size > 0.07 ] }\n");
        var reading = new ExperimentRules(new WorkerOptions(), new OfferedDevices("cpu")).Point(spec, [.. pairs.Split(' ')]);
        Assert.Equal(rule is null, reading.Errors.IsEmpty);
        if (rule is null) Assert.Equal("rk4 0.1 direct", string.Join(' ', reading.Assignment.Select(value => value.Value)));
        else Assert.Contains(rule, reading.Errors[0].Rule, StringComparison.Ordinal);
    }

    private static SweepState Fold(SweepSpec spec, SweepState state, params ReadOnlySpan<SweepEvent> events)
    {
        foreach (var happened in events) state = SweepMachine.Apply(spec, state, happened, At).State;
        return state;
    }
}
