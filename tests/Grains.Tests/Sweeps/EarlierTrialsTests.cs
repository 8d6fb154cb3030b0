using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>search.warm_start: what a sweep takes over from an earlier one.</summary>
public sealed class EarlierTrialsTests
{
    private const string Space = "space: { solver.rtol: { log_uniform: [1e-6, 1e-2] }, model.augment: { int: [0, 3] } }\n";
    private const string Search = "search: { kind: tpe, trials: 20, warm_start: earlier }\n";

    [Fact]
    public void Finished_trials_become_history_before_the_first_trial_and_others_do_not()
    {
        var spec = SpecText.Read(SpecText.Spiral + Space + Search + "objectives: [ { metric: nfe.total } ]\n");
        var taken = EarlierTrials.Of(spec, Earlier(SpecText.Spiral + Space, [(1e-3, 1), (1e-4, 2), (1e-5, 0)], failed: 1));
        Assert.Equal([-2L, -1L], taken.Select(trial => trial.Number));
        Assert.Equal(["solver.rtol = 0.001, model.augment = 1", "solver.rtol = 1E-05, model.augment = 0"], taken.Select(Text));
        // Measured by this sweep's objective: 30 evaluations at iteration 1 in the sample.
        Assert.All(taken, trial => Assert.Equal([30.0], ((TrialResult.Finished)trial.Result).Values.AsEnumerable()));

        var records = new TrialRecords(spec, taken);
        records.Proposed(0, taken[0].Assignment);
        records.Heard(new TellRow(new RunId("s", 0, 0), 0, default, TellKind.Completed, 1, Sample.Observation(1, 1)));
        Assert.Equal([-2L, -1L, 0L], records.All.Trials.Select(trial => trial.Number));
        Assert.IsType<TrialResult.Finished>(records.All.Trials[2].Result);
        Assert.Equal(taken[0].Assignment.AsEnumerable(), records.AssignmentOf(0));
        Assert.Empty(records.AssignmentOf(1));
    }

    [Theory]
    [InlineData("space: { solver.rtol: { log_uniform: [1e-6, 1e-2] } }\nmodel: { augment: 1 }\n", 1)]
    [InlineData("space: { solver.rtol: { log_uniform: [1e-4, 1e-2] }, model.augment: { int: [0, 3] } }\n", 2)]
    [InlineData("space: { solver.rtol: { log_uniform: [1e-6, 1e-2] }, model.augment: { int: [0, 3] }, solver.method: [dopri5, tsit5] }\n", 3)]
    [InlineData("space: { solver.rtol: { log_uniform: [1e-6, 1e-2] }, model.augment: { int: [0, 3] }, solver.method: [bosh3, tsit5] }\n", 0)]
    public void Only_points_of_this_space_are_taken_over_and_fixed_settings_of_the_earlier_sweep_may_vary_here(string space, int expected)
    {
        var spec = SpecText.Read(SpecText.Spiral + space + Search);
        Assert.Equal(expected, EarlierTrials.Of(spec, Earlier(SpecText.Spiral + Space, [(1e-3, 1), (1e-4, 2), (1e-5, 0)])).Length);
    }

    [Fact]
    public void Points_that_break_a_constraint_and_results_of_other_data_are_not_taken_over()
    {
        (double, long)[] points = [(1e-3, 1), (1e-4, 2), (1e-5, 0)];
        var constrained = SpecText.Read(SpecText.Spiral + Space + "search: { kind: tpe, trials: 20, warm_start: earlier, constraints: [ solver.rtol >= 1e-4 ] }\n");
        Assert.Equal(2, EarlierTrials.Of(constrained, Earlier(SpecText.Spiral + Space, points)).Length);
        Assert.Empty(EarlierTrials.Of(SpecText.Read(SpecText.Spiral + Space + Search), Earlier("workload: { kind: cubic-spiral, points: 500 }\n" + Space, points)));
    }

    [Theory, MemberData(nameof(ScheduleTests.Learning), MemberType = typeof(ScheduleTests))]
    public void A_search_that_learns_proposes_its_first_trial_from_them(string kind)
    {
        var spec = SpecText.Read(SpecText.Spiral + Space + $"search: {{ kind: {kind}, trials: 20, warm_start: earlier, schedule: deterministic }}\n");
        var points = Enumerable.Range(0, 40).Select(index => (Math.Pow(10, -2 - 0.1 * index), (long)(index % 4))).ToArray();
        var history = new TrialRecords(spec, EarlierTrials.Of(spec, Earlier(SpecText.Spiral + Space, points))).All;
        Assert.Equal(40, history.Trials.Count);
        var first = Point(Proposals.Suggest(spec, history, 0));
        Assert.NotEqual(Point(Proposals.Suggest(spec, SearchHistory.Empty, 0)), first);
        Assert.Equal(first, Point(Proposals.Suggest(spec, history, 0)));
    }

    private static string Point(Suggestion suggestion) => string.Join(", ", ((Suggestion.Point)suggestion).Assignment);

    private static string Text(TrialRecord trial) => string.Join(", ", trial.Assignment.Select(value => $"{value.Path} = {value.Value}"));

    private static EarlierSweep Earlier(string yaml, (double Rtol, long Augment)[] points, int? failed = null)
    {
        var spec = SpecText.Read(yaml + "search: { kind: random, trials: 50 }\n");
        ImmutableArray<AssignedValue> Values(int number) => [new("solver.rtol", new ParameterValue.Number(points[number].Rtol)), new("model.augment", new ParameterValue.Whole(points[number].Augment))];
        return new EarlierSweep(
            spec, [.. points.Select((_, number) => new TrialRow("earlier", number, Values(number)))],
            [.. points.Select((point, number) => new TellRow(new RunId("earlier", number, 0), number, default, number == failed ? TellKind.Failed : TellKind.Completed, 1, Sample.Observation(1, point.Rtol)))]);
    }
}
