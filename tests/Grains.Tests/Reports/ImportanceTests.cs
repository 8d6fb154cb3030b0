using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Reports.Importance;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class ImportanceTests
{
    private static readonly ImmutableArray<SpaceKey> Plane =
        [new("x", new ParameterDomain.Uniform(0, 1), null), new("y", new ParameterDomain.Uniform(0, 1), null), new("z", new ParameterDomain.Uniform(0, 1), null)];

    // Var(x) : Var(2y) = 1 : 4, nothing together; z decides nothing.
    [Fact]
    public void Main_effects_of_a_sum_are_the_shares_of_its_terms()
    {
        var found = Of(Plane, 300, point => point[0] + (2 * point[1]));
        Assert.Equal("y", found.Keys[0].Key);
        Assert.Equal(0.8, found.Keys[0].Share, 0.06);
        Assert.Equal(0.2, found.Keys[1].Share, 0.06);
        Assert.InRange(found.Keys[2].Share, 0, 0.01);
        Assert.InRange(found.Explained, 0.85, 1);
    }

    // (x − ½)(y − ½) has no main effect at all: everything is the interaction.
    [Fact]
    public void What_two_keys_do_only_together_is_their_interaction()
    {
        var found = Of(Plane, 600, point => (point[0] - 0.5) * (point[1] - 0.5));
        Assert.Equal(("x", "y"), (found.Pairs[0].First, found.Pairs[0].Second));
        Assert.InRange(found.Pairs[0].Share, 0.6, 1);
        Assert.All(found.Keys, key => Assert.InRange(key.Share, 0, 0.2));
    }

    [Fact]
    public void Noise_is_not_explained()
    {
        var found = Of(Plane, 200, point => CounterRandom.Uniform(3, (long)(point[0] * 1e9), 0));
        Assert.InRange(found.Explained, -1, 0.1);
        Assert.Contains("do not predict", ImportanceSentence.Of(Measures.Of(Rows.Sweep(1, [Rows.Minimize("training.loss")], []).Spec, []), [found with { Metric = "training.loss" }]), StringComparison.Ordinal);
    }

    // rtol exists for dopri5 only and changes the loss there by ±1; the method changes it by ±3 (nothing at rk4 depends on rtol).
    // Over method × rtol: variance of the method 9, of rtol ½·1 halved once more as main effect (¼), interaction ¼.
    [Theory, InlineData(true), InlineData(false)]
    public void A_key_that_exists_for_some_trials_only_counts_where_it_exists(bool condition)
    {
        // Without its condition the space has cells that no trial took, and the forest answers instead of the table.
        var onlyDopri5 = condition ? new SpaceCondition.EqualTo("solver.method", Rows.Text("dopri5")) : null;
        ImmutableArray<SpaceKey> space = [Rows.Key("solver.method", Rows.Text("dopri5"), Rows.Text("rk4")), Rows.Key("solver.rtol", Rows.Number(1e-3), Rows.Number(1e-5)) with { When = onlyDopri5 }];
        var trials = Enumerable.Range(0, 40).Select(number => number % 2 == 0
            ? Rows.Trial(number, ("solver.method", Rows.Text("dopri5")), ("solver.rtol", Rows.Number(number % 4 == 0 ? 1e-3 : 1e-5)))
            : Rows.Trial(number, ("solver.method", Rows.Text("rk4")))).ToArray();
        double Loss(TrialRow trial) => trial.Number % 2 == 1 ? 3 + 10 : 10 - 3 + (trial.Number % 4 == 0 ? 1 : -1);
        var found = Sweep(space, trials, Loss).Single(entry => entry.Metric == "validation.loss");
        Assert.Equal("solver.method", found.Keys[0].Key);
        Assert.Equal(9 / 9.5, found.Keys[0].Share, 0.02);
        Assert.Equal(0.25 / 9.5, found.Keys[1].Share, 0.01);
        Assert.Equal(0.25 / 9.5, found.Pairs[0].Share, 0.01);
        Assert.Equal((condition, condition ? double.NaN : 1), (found.IsCoveredGrid, Math.Round(found.Explained, 2)));
    }

    // Without its last cells the table is filled in by the forest, which has seen enough of the rest.
    [Fact]
    public void A_grid_with_a_few_failed_cells_is_still_a_table_and_half_a_grid_is_not()
    {
        ImmutableArray<SpaceKey> space = [Rows.Key("a", [.. Enumerable.Range(0, 10).Select(i => Rows.Number(i))]), Rows.Key("b", [.. Enumerable.Range(0, 4).Select(i => Rows.Number(i))])];
        TrialRow[] trials = [.. Enumerable.Range(0, 40).Select(number => Rows.Trial(number, ("a", Rows.Number(number / 4)), ("b", Rows.Number(number % 4))))];
        static double Loss(TrialRow trial) => (trial.Number / 4) + (10 * (trial.Number % 4));
        // Variances of 0…9 and of 0, 10, 20, 30: 8.25 and 125.
        var whole = Sweep(space, trials, Loss)[0];
        Assert.Equal(125 / 133.25, whole.Keys[0].Share, 1e-9);
        Assert.Equal(8.25 / 133.25, whole.Keys[1].Share, 1e-9);
        Assert.Empty(whole.Pairs);
        Assert.True(Sweep(space, trials[..37], Loss)[0].IsCoveredGrid);
        var half = Sweep(space, [.. trials.Where(trial => trial.Number % 3 != 0)], Loss)[0];
        Assert.False(half.IsCoveredGrid);
        Assert.Equal("b", half.Keys[0].Key);
        Assert.InRange(half.Explained, 0.5, 1);
    }

    [Fact]
    public void A_grid_whose_trials_differ_by_chance_only_is_not_to_be_read()
    {
        ImmutableArray<SpaceKey> space = [Rows.Key("a", Rows.Number(1), Rows.Number(2), Rows.Number(3)), Rows.Key("b", Rows.Number(1), Rows.Number(2), Rows.Number(3))];
        TrialRow[] trials = [.. Enumerable.Range(0, 9).Select(number => Rows.Trial(number, ("a", Rows.Number(1 + (number % 3))), ("b", Rows.Number(1 + (number / 3)))))];
        MetricImportance Found(double effect)
        {
            RunRow[] runs = [.. trials.SelectMany(trial => Enumerable.Range(0, 4).Select(seed => Rows.Completed(trial.Number, seed, Rows.Observation(9, 1 + CounterRandom.Uniform(8, trial.Number, seed) + (effect * (trial.Number % 3))))))];
            return ComparisonBuilder.Build(Rows.Sweep(4, [Rows.Minimize("validation.loss")], space), trials, runs).Importance.Single(entry => entry.Metric == "validation.loss");
        }

        Assert.False(ImportanceSentence.IsReadable(Found(0)));
        Assert.True(ImportanceSentence.IsReadable(Found(1)));
        Assert.Equal("a", Found(1).Keys[0].Key);
    }

    [Fact]
    public void The_parts_of_a_tree_over_two_factors_make_up_its_whole_variance()
    {
        ImmutableArray<Factor> factors = [Factor.Of(Plane[0], [Rows.Number(0), Rows.Number(1)])!, Factor.Of(Rows.Key("m"), [Rows.Text("a"), Rows.Text("b"), Rows.Text("c")])!];
        for (var seed = 0UL; seed < 20; seed++)
        {
            double[][] points = [.. Enumerable.Range(0, 60).Select(i => (double[])[i % 7 == 0 ? double.NaN : CounterRandom.Uniform(seed, i, 0), i % 3])];
            double[] values = [.. points.Select((point, i) => CounterRandom.Uniform(seed, i, 1) + point[1])];
            var parts = new TreeVariance(factors, new TreeGrower(factors, points, values, 1).Grow([.. values.Select(_ => 1.0)]));
            Assert.Equal(parts.Total, parts.Alone(0) + parts.Alone(1) + parts.Together(0, 1), 1e-9 * parts.Total);
            Assert.True(parts.Total > 0);
        }
    }

    [Fact]
    public void Every_varying_metric_has_an_importance_evaluations_included_and_repeats_itself()
    {
        var sample = SampleHistory.Make();
        var found = ComparisonBuilder.Build(sample.Sweep, sample.Trials, sample.Runs).Importance;
        Assert.Superset(new HashSet<string> { "validation.loss", "nfe.total", "time.seconds", "memory.peak" }, found.Select(entry => entry.Metric).ToHashSet());
        var again = ComparisonBuilder.Build(sample.Sweep, [.. sample.Trials.Reverse()], [.. sample.Runs.Reverse()]).Importance;
        Assert.Equal(found.SelectMany(entry => entry.Keys), again.SelectMany(entry => entry.Keys));
        Assert.All(found, entry => Assert.InRange(entry.Keys.Sum(key => key.Share) + entry.Pairs.Sum(pair => pair.Share), 0.5, 1 + 1e-9));
        // Trials 9 and 13 have a failed run and are not ranked: 12 of the 14 cells are no covered grid.
        Assert.All(found, entry => Assert.Equal(12, entry.Trials));
    }

    [Fact]
    public void A_constant_metric_one_key_or_few_trials_have_none()
    {
        ImmutableArray<SpaceKey> two = [Rows.Key("a", Rows.Number(1), Rows.Number(2)), Rows.Key("b", Rows.Number(1), Rows.Number(2))];
        TrialRow[] trials = [.. Enumerable.Range(0, 20).Select(number => Rows.Trial(number, ("a", Rows.Number(1 + (number % 2))), ("b", Rows.Number(1 + (number / 2 % 2)))))];
        Assert.NotEmpty(Sweep(two, trials, trial => trial.Number));
        Assert.DoesNotContain(Sweep(two, trials, _ => 7), entry => entry.Metric == "validation.loss");
        Assert.Empty(Sweep(two, trials[..7], trial => trial.Number));
        Assert.Empty(Sweep([two[0]], [.. Enumerable.Range(0, 20).Select(number => Rows.Trial(number, ("a", Rows.Number(number))))], trial => trial.Number));
        Assert.DoesNotContain(Sweep(two, trials, _ => double.NaN), entry => entry.Metric == "validation.loss");
    }

    [Fact]
    public void Large_sweeps_are_sampled_and_a_metric_over_decades_is_taken_as_its_logarithm()
    {
        TrialRow[] trials = [.. Enumerable.Range(0, 3000).Select(number => Rows.Trial(number, ("x", Rows.Number(CounterRandom.Uniform(1, number, 0))), ("y", Rows.Number(CounterRandom.Uniform(1, number, 1)))))];
        var found = Sweep(Plane[..2], trials, trial => Math.Pow(10, 4 * ((ParameterValue.Number)trial.Assignment[0].Value).Value)).Single(entry => entry.Metric == "validation.loss");
        Assert.Equal((true, Importances.MostTrials), (found.Logarithmic, found.Trials));
        Assert.InRange(found.Keys[0].Share, 0.97, 1);
    }

    private static MetricImportance Of(ImmutableArray<SpaceKey> space, int trials, Func<double[], double> value)
    {
        double[][] points = [.. Enumerable.Range(0, trials).Select(i => space.Select((_, k) => CounterRandom.Uniform(2, i, k)).ToArray())];
        ImmutableArray<Factor> factors = [.. space.Select(key => Factor.Of(key, [Rows.Number(0), Rows.Number(1)])!)];
        return Importances.Of("metric", false, factors, points, [.. points.Select(value)]);
    }

    private static ImmutableArray<MetricImportance> Sweep(ImmutableArray<SpaceKey> space, TrialRow[] trials, Func<TrialRow, double> loss) =>
        ComparisonBuilder.Build(
            Rows.Sweep(1, [Rows.Minimize("validation.loss")], space), trials,
            [.. trials.Select(trial => Rows.Completed(trial.Number, 0, Rows.Observation(300, loss(trial), 1000 + trial.Number)))]).Importance;
}
