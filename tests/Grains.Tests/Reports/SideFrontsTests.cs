using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Compare;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class SideFrontsTests
{
    // Losses 1, 2, 4 at 30, 20, 10 evaluations, and a dominated trial of 4 at 30: the reference is (4.3, 32), a tenth of 3 and of 20 beyond the worst.
    private static readonly SweepResult Grid = Sweep("grid", [(1, 30), (2, 20), (4, 10), (4, 30)]);

    [Fact]
    public void Fronts_are_measured_up_to_the_reference_of_all_sides_and_cost_what_all_their_runs_cost()
    {
        var found = Build([Grid, Sweep("search", [(1, 30), (4, 10)], pruned: 8)]);
        Assert.Equal([4.3, 32.0], found.FrontReference.Select(value => Math.Round(value, 9)));
        Assert.Equal([(4, 3), (2, 2)], found.Fronts.Select(front => (front.Ranked, front.OnFront)));
        // By slices of loss: [1, 2): 2, [2, 4): 12, [4, 4.3): 22; without the middle trial [1, 4): 2.
        Assert.Equal([32.6, 12.6], found.Fronts.Select(front => Math.Round(front.Hypervolume, 9)));
        Assert.Equal([1, Math.Round(12.6 / 32.6, 9)], found.Fronts.Select(front => Math.Round(front.Share, 9)));
        Assert.Equal([90.0, 48.0], found.Fronts.Select(front => front.Evaluations));
        Assert.Contains("The front of B has 38.7 % of the hypervolume of that of A, for 53.3 % of its function evaluations.", found.Reading);
    }

    [Fact]
    public void A_side_without_a_ranked_trial_has_no_front_and_all_its_cost()
    {
        var fronts = Build([Grid, Sweep("nothing", [], pruned: 8)]).Fronts;
        Assert.Equal((0, 0, 0.0, 8.0), (fronts[1].Ranked, fronts[1].OnFront, fronts[1].Share, fronts[1].Evaluations));
    }

    [Fact]
    public void Single_trials_and_sweeps_with_other_objectives_have_no_fronts_to_compare()
    {
        Assert.Empty(Build([Grid], new CompareArm("grid", 0), new CompareArm("grid", 1)).Fronts);
        Assert.Empty(Build([Grid, Sweep("other", [(1, 30)], Rows.Minimize("training.loss"))]).Fronts);
    }

    private static SideBySide Build(SweepResult[] sweeps, params CompareArm[] arms)
        => SideBySideBuilder.Build(arms.Length > 0 ? [.. arms] : [.. sweeps.Select(sweep => new CompareArm(sweep.Row.Id, null))], id => sweeps.Single(sweep => sweep.Row.Id == id));

    /// <param name="pruned">Evaluations of one more trial that was stopped early; 0: there is none.</param>
    private static SweepResult Sweep(string id, (double Loss, long Evaluations)[] trials, Objective? first = null, long pruned = 0)
    {
        ParameterValue[] steps = [.. Enumerable.Range(1, 5).Select(step => Rows.Number(step))];
        var row = Rows.Sweep(1, [first ?? Rows.Minimize("validation.loss"), Rows.Minimize("nfe.total")], [Rows.Key("solver.step_size", steps)], id) with { Id = id };
        var ended = trials.Select((trial, number) => Rows.Completed(number, 0, Rows.Observation(300, trial.Loss, trial.Evaluations, 0)));
        if (pruned > 0) ended = ended.Append(Rows.Ended(trials.Length, 0, RunStatus.Pruned, last: Rows.Observation(20, 9, pruned, 0)));
        return SweepResult.Of(row, steps.Take(trials.Length + (pruned > 0 ? 1 : 0)).Select((step, number) => Rows.Trial(number, ("solver.step_size", step))), ended);
    }
}
