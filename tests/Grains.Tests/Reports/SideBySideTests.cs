using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Reports.Compare;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class SideBySideTests
{
    private static readonly string[] Methods = ["dopri5", "tsit5", "rk4"];

    [Fact]
    public void Two_trials_are_compared_on_the_seeds_that_both_completed()
    {
        var one = Sweep("one", Methods, (trial, seed) => 1 + seed + (trial == 1 ? 0.1 * (1 + seed) : 0), failed: (1, 3));
        var found = Build([one], new("one", 0), new("one", 1));
        var loss = found.Contrasts.Single(contrast => contrast.Metric == "validation.loss");
        Assert.Equal((0, 1, 3), (loss.A, loss.B, loss.Contrast.Seeds));
        Assert.Equal(10, loss.Contrast.Percent.Mean, 9);
        Assert.Equal(ContrastVerdict.Higher, loss.Contrast.Verdict);
        Assert.Equal([("solver.method", "dopri5", "tsit5")], found.Settings.Select(setting => (setting.Path, setting.Values[0]!, setting.Values[1]!)));
        Assert.Empty(found.BySetting);
        Assert.Contains("B is higher than A, which is worse: +10.0 % on 3 seeds (the same in every seed)", found.Reading[0], StringComparison.Ordinal);
        Assert.Contains(found.Notes, note => note.Contains("1 of B", StringComparison.Ordinal));
        Assert.Equal("nfe.total", found.Metrics[1].Metric);
    }

    [Fact]
    public void What_cannot_be_told_says_how_many_seeds_would_do()
    {
        var one = Sweep("one", Methods[..2], (trial, seed) => 1 + (trial * 0.1) + (trial * (seed % 2 == 0 ? -0.2 : 0.25)));
        var found = Build([one], new("one", 0), new("one", 1));
        Assert.Equal(ContrastVerdict.Unclear, found.Contrasts[0].Contrast.Verdict);
        Assert.Matches(@"cannot tell with 4 seeds: B − A is \+12\.5 % \[.*\] \(p = 0\.\d+\); about \d+ seeds would resolve it", found.Reading[0]);
    }

    [Fact]
    public void Whole_sweeps_are_compared_setting_by_setting_and_together()
    {
        var before = Sweep("before", Methods, (trial, seed) => 1 + seed + trial);
        // Every setting 10 % better but rk4, which is not in the first sweep's settings of the second.
        var after = Sweep("after", ["tsit5", "dopri5", "bosh3"], (trial, seed) => 0.9 * (1 + seed + (trial == 0 ? 1 : 0)));
        var found = Build([before, after], new("before", null), new("after", null));
        Assert.Equal([null, null], found.Arms.Select(arm => arm.Trial));
        var loss = found.Contrasts.Single(contrast => contrast.Metric == "validation.loss");
        Assert.Equal((2, -10.0), (loss.Averaged, Math.Round(loss.Contrast.Percent.Mean, 9)));
        var cells = found.BySetting.Where(contrast => contrast.Metric == "validation.loss").ToArray();
        Assert.Equal(["dopri5", "tsit5"], cells.Select(cell => cell.Settings[0].Value.Display));
        Assert.All(cells, cell => Assert.Equal(ContrastVerdict.Lower, cell.Contrast.Verdict));
        Assert.Contains("lower in 2, higher in 0, equal in 0, not told in 0 of 2", found.Reading[0], StringComparison.Ordinal);
        Assert.Contains(found.Notes, note => note.Contains("left out: 1 of A, 1 of B", StringComparison.Ordinal));
        Assert.All(found.Arms, arm => Assert.Empty(arm.Values));
    }

    [Fact]
    public void Sweeps_without_a_common_setting_are_represented_by_their_leading_trials()
    {
        var found = Build([Sweep("one", ["dopri5", "tsit5"], (trial, _) => 5 - trial), Sweep("two", ["rk4"], (_, seed) => 7 + seed)], new("one", null), new("two", null));
        Assert.Equal([(1, true), (0, true)], found.Arms.Select(arm => (arm.Trial!.Value, arm.Stands)));
        Assert.Contains(found.Notes, note => note.Contains("flatters it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_winner_among_many_is_told_from_each_of_the_others()
    {
        var one = Sweep("one", Methods, (trial, seed) => (1 + trial) * (1 + (0.1 * seed)) * (1 + (0.001 * ((trial + seed) % 3))));
        var found = Build([one], new("one", 2), new("one", 0), new("one", 1));
        Assert.Contains("validation.loss: B is the lowest", found.Reading[0], StringComparison.Ordinal);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], found.Contrasts.Where(contrast => contrast.Metric == "validation.loss").Select(contrast => (contrast.A, contrast.B)));
        // Evaluations are the same everywhere: equal, and nobody wins.
        Assert.Contains(found.Reading, sentence => sentence.StartsWith("nfe.total: A, B, C are equal", StringComparison.Ordinal) || sentence.StartsWith("nfe.total: A, C, B are equal", StringComparison.Ordinal));
        var close = Sweep("close", Methods, (trial, seed) => trial == 2 ? 9 : 1 + (0.1 * ((seed + trial) % 2)) + (0.01 * trial));
        Assert.Contains("cannot tell a winner. A has the lowest mean", Build([close], new("close", 0), new("close", 1), new("close", 2)).Reading[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_common_seeds_or_runs_nothing_is_compared_and_the_reason_is_said()
    {
        var one = Sweep("one", Methods, (_, _) => 1);
        var other = one with { Row = one.Row with { Id = "other" }, Histories = [.. one.Histories.Select(history => history with { Runs = [.. history.Runs.Select(run => run with { Seed = run.Seed + 100 })] })] };
        var found = Build([one, other], new("one", 0), new("other", 0));
        Assert.Empty(found.Reading);
        Assert.Contains(found.Notes, note => note.Contains("no seed in common", StringComparison.Ordinal));
        Assert.All(found.Contrasts, contrast => Assert.Equal(ContrastVerdict.Untested, contrast.Contrast.Verdict));
        var empty = one with { Row = one.Row with { Id = "empty" }, Histories = [] };
        Assert.Contains(Build([one, empty], new("one", null), new("empty", null)).Notes, note => note.Contains("no trial to compare", StringComparison.Ordinal));
    }

    [Fact]
    public void One_seed_is_no_test()
    {
        var one = Sweep("one", Methods, (trial, _) => 1 + trial);
        var single = one with { Histories = [.. one.Histories.Select(history => history with { Runs = history.Runs[..1] })] };
        var found = Build([single], new("one", 0), new("one", 1));
        Assert.Contains("cannot tell with 1 seed: B − A is +100 %", found.Reading[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_have_no_meaning_on_a_side_are_none_there()
    {
        var one = Sweep("one", ["dopri5", "rk4"], (_, _) => 1);
        var found = Build([one], new("one", 0), new("one", 1));
        Assert.Contains(found.Settings, setting => setting.Path == "solver.rtol" && setting.Values[0] == "1e-5" && setting.Values[1] is null);
        var precise = one with { Row = one.Row with { Id = "precise", Spec = one.Row.Spec with { Base = one.Row.Spec.Base with { Training = one.Row.Spec.Base.Training with { Precision = "float64" } } } } };
        Assert.Equal(["training.precision"], Build([one, precise], new("one", null), new("precise", null)).Settings.Select(setting => setting.Path));
    }

    [Fact]
    public void Settings_of_runs_are_whole_and_end_with_the_seed()
    {
        var spec = Sweep("one", ["dopri5", "rk4"], (_, _) => 1).Row.Spec;
        SetRun Run(string method, ulong seed) => new(spec, [new("solver.method", Rows.Text(method))], seed);
        var table = RunSettingTable.Of([Run("dopri5", 3), Run("rk4", 4)]);
        Assert.Equal(["dopri5", "rk4"], table.Single(setting => setting.Path == "solver.method").Values);
        Assert.Equal(["1e-5", null], table.Single(setting => setting.Path == "solver.rtol").Values);
        Assert.Equal(["300", "300"], table.Single(setting => setting.Path == "training.iterations").Values);
        Assert.Equal(("seed", "3", "4"), (table[^1].Path, table[^1].Values[0], table[^1].Values[1]));
        Assert.DoesNotContain(table, setting => setting.Path is "search.kind" or "replicates.seeds" or "name");
    }

    private static SideBySide Build(SweepResult[] sweeps, params CompareArm[] arms) => SideBySideBuilder.Build([.. arms], id => sweeps.Single(sweep => sweep.Row.Id == id));

    private static SweepResult Sweep(string id, string[] methods, Func<int, int, double> loss, (int Trial, int Seed)? failed = null)
    {
        var row = Rows.Sweep(4, [Rows.Minimize("validation.loss")], [Rows.Key("solver.method", [.. methods.Select(Rows.Text)])], id) with { Id = id };
        var trials = methods.Select((method, number) => Rows.Trial(number, ("solver.method", Rows.Text(method))));
        var runs = Enumerable.Range(0, methods.Length).SelectMany(trial => Enumerable.Range(0, 4).Select(seed => failed == (trial, seed)
            ? Rows.Ended(trial, seed, RunStatus.Failed, FailureCause.MaxSteps)
            : Rows.Completed(trial, seed, Rows.Observation(300, loss(trial, seed)))));
        return SweepResult.Of(row, trials, runs);
    }
}
