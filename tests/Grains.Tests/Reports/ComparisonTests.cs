using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class ComparisonTests
{
    private const double Infinite = double.PositiveInfinity;

    // Case O3: A and B are equal, C has no number, E's cost is infinite (told as a loss: evaluations are whole), P was pruned.
    private static readonly (string Name, double Loss, double Cost)[] Cases =
        [("A", 0.10, 100), ("B", 0.10, 100), ("C", double.NaN, 50), ("D", 0.20, 80), ("E", Infinite, 0.05), ("G", 0.30, 90), ("P", 0.01, 10)];

    [Fact]
    public void What_is_not_a_number_is_never_in_front_in_any_order_of_telling()
    {
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss"), Rows.Minimize("nfe.total")], [Rows.Key("name")]);
        TrialRow[] trials = [.. Cases.Select((entry, number) => Rows.Trial(number, ("name", Rows.Text(entry.Name))))];
        RunRow[] runs = [.. Cases.Select((entry, number) =>
        {
            var last = Rows.Observation(300, entry.Loss, (long)entry.Cost, 0);
            return entry.Name == "P" ? Rows.Ended(number, 0, RunStatus.Pruned, last: last) : Rows.Completed(number, 0, last);
        })];
        Gen.Shuffle(Enumerable.Range(0, Cases.Length).ToArray()).Sample(order =>
        {
            var table = ComparisonBuilder.Build(sweep, [.. order.Select(i => trials[i])], [.. order.Select(i => runs[i])]);
            Assert.Equal(["A", "B", "D"], table.Trials.Where(trial => trial.ParetoOptimal).Select(trial => trial.Assignment[0].Value.Display));
            Assert.Equal(Enumerable.Range(0, Cases.Length), table.Trials.Select(trial => trial.Number));
            Assert.Equal(1, table.Trials[2].Objectives[0].NotFinite);
            Assert.Equal(1, table.Trials[4].Objectives[0].NotFinite);
            Assert.Equal(1, table.Trials[6].Pruned);
            Assert.Contains("exactly the same", table.Reading[0], StringComparison.Ordinal);
            Assert.Contains(table.Notes, note => note.Contains("(2, 4)", StringComparison.Ordinal));
        }, iter: 50);
    }

    [Fact]
    public void Values_drawn_from_a_continuum_are_not_paired()
    {
        var key = new SpaceKey("training.optimizer.learning_rate", new ParameterDomain.LogUniform(1e-4, 1e-1), null);
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss")], [key]);
        TrialRow[] trials = [Rows.Trial(0, (key.Path, Rows.Number(1e-3))), Rows.Trial(1, (key.Path, Rows.Number(1e-2)))];
        RunRow[] runs = [Rows.Completed(0, 0, Rows.Observation(9, 0.9, 100, 0)), Rows.Completed(1, 0, Rows.Observation(9, 0.5, 100, 0))];
        Assert.Empty(ComparisonBuilder.Build(sweep, trials, runs).Differences);
        Assert.NotEmpty(ComparisonBuilder.Build(sweep with { Spec = sweep.Spec with { Space = [Rows.Key(key.Path, Rows.Number(1e-3), Rows.Number(1e-2))] } }, trials, runs).Differences);
    }

    [Fact]
    public void Maximising_turns_the_front_round()
    {
        var sweep = Rows.Sweep(1, [new Objective("validation.loss", Goal.Maximize), Rows.Minimize("nfe.total")], []);
        TrialRow[] trials = [Rows.Trial(0), Rows.Trial(1), Rows.Trial(2)];
        RunRow[] runs = [Rows.Completed(0, 0, Rows.Observation(9, 0.9, 100, 0)), Rows.Completed(1, 0, Rows.Observation(9, 0.5, 100, 0)), Rows.Completed(2, 0, Rows.Observation(9, 0.1, 10, 0))];
        var table = ComparisonBuilder.Build(sweep, trials, runs);
        Assert.Equal([true, false, true], table.Trials.Select(trial => trial.ParetoOptimal));
        Assert.Contains("Trial 0", table.Reading[0], StringComparison.Ordinal);
        Assert.Contains("highest", table.Reading[0], StringComparison.Ordinal);
        // Ranges 0.8 and 90; reference a tenth beyond the worst: (0.02, 109). Dominated: 0.88·9 + 0.08·90.
        Assert.Equal((0.88 * 9) + (0.08 * 90), table.Hypervolume!.Value, 9);
        Assert.Equal(0.02, table.HypervolumeReference[0], 12);
    }

    [Fact]
    public void A_trial_with_a_failed_seed_is_shown_but_not_ranked()
    {
        var (sweep, trials, runs) = TwoGradients([0.1, 0.2, 0.3], [0.01, 0.02, 0.03]);
        runs[4] = Rows.Ended(1, 1, RunStatus.Failed, FailureCause.MaxSteps, "stuck");
        var table = ComparisonBuilder.Build(sweep, trials, runs);
        Assert.Equal([true, false], table.Trials.Select(trial => trial.ParetoOptimal));
        Assert.Equal(1, table.Trials[1].Failures[FailureCause.MaxSteps]);
        Assert.Equal((2, 0, 2), (table.Trials[1].Completed, table.Trials[1].Unfinished, table.Trials[1].Objectives[0].Count));
        Assert.Equal(2, Loss(table).Percent.Count);
    }

    [Fact]
    public void Differences_are_paired_by_seed()
    {
        // Seeds differ tenfold, the change is 10 % at each: unpaired, nothing could be told.
        var (sweep, trials, runs) = TwoGradients([0.1, 1.0, 10.0], [0.11, 1.1, 11.0]);
        var difference = Loss(ComparisonBuilder.Build(sweep, trials, runs));
        Assert.Equal(("direct", "adjoint", 0, 1), (difference.A, difference.B, difference.TrialA, difference.TrialB));
        Assert.Equal(10, difference.Percent.Mean, 9);
        Assert.Equal(0, difference.Percent.High - difference.Percent.Low, 9);
    }

    [Fact]
    public void A_ratio_to_zero_is_counted_and_not_invented()
    {
        var (sweep, trials, runs) = TwoGradients([0, 1, 1], [1, 1, 2]);
        var percent = Loss(ComparisonBuilder.Build(sweep, trials, runs)).Percent;
        Assert.Equal((2, 1, 50.0), (percent.Count, percent.NotFinite, percent.Mean));
    }

    [Fact]
    public void Only_trials_that_differ_in_one_key_are_compared()
    {
        var sample = SampleHistory.Make();
        var table = ComparisonBuilder.Build(sample.Sweep, sample.Trials, sample.Runs);
        var pairs = table.Differences.Where(difference => difference.Metric == "validation.loss").ToArray();
        Assert.Equal("gradient.method", pairs[0].Key);
        Assert.Equal((7, 12, 6), (pairs.Count(pair => pair.Key == "gradient.method"), pairs.Count(pair => pair.Key == "solver.method"), pairs.Count(pair => pair.Key == "solver.rtol")));
        Assert.Equal(25, pairs.Length);
        Assert.DoesNotContain(pairs, pair => pair.Key == "solver.method" && (pair.A == "rk4" || pair.B == "rk4"));
    }

    [Fact]
    public void A_winner_is_named_only_when_the_paired_difference_is_told_from_none()
    {
        var (sweep, trials, runs) = TwoGradients([0.10, 0.11, 0.12], [0.50, 0.51, 0.52]);
        Assert.Contains("is told from the other ranked trial", ComparisonBuilder.Build(sweep, trials, runs).Reading[0], StringComparison.Ordinal);
        // Each interval holds the other's mean; seed by seed the change is always there.
        (sweep, trials, runs) = TwoGradients([0.10, 0.20, 0.30], [0.11, 0.22, 0.331]);
        Assert.Contains("is told from the other ranked trial", ComparisonBuilder.Build(sweep, trials, runs).Reading[0], StringComparison.Ordinal);
        (sweep, trials, runs) = TwoGradients([0.10, 0.11, 0.12], [0.11, 0.10, 0.14]);
        var reading = ComparisonBuilder.Build(sweep, trials, runs).Reading;
        Assert.Equal(3, reading.Length);
        Assert.Matches(@"but the other ranked trial cannot be told from it .*name no winner; about \d+ seeds would resolve", reading[0]);
        (sweep, trials, runs) = TwoGradients([0.1], [0.2]);
        Assert.Contains("a lead and not a finding", ComparisonBuilder.Build(sweep, trials, runs).Reading[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_is_the_process_peak_only_when_every_run_was_alone()
    {
        var (sweep, trials, runs) = TwoGradients([0.1, 0.2], [0.1, 0.2]);
        RunRow[] alone = [.. runs.Select(run => run with { Exclusive = true, Last = run.Last! with { ProcessPeakBytes = 7_000 } })];
        Assert.Equal((true, 7_000.0), Memory(ComparisonBuilder.Build(sweep, trials, alone)));
        alone[0] = alone[0] with { Exclusive = false };
        Assert.Equal((false, 40_000_000.0), Memory(ComparisonBuilder.Build(sweep, trials, alone)));
        static (bool, double) Memory(ComparisonTable table) => (table.MemoryExclusive, table.Trials[0].PeakBytes.Mean);
    }

    [Fact]
    public void Sweeps_are_found_by_exact_id_first_and_by_prefix_of_id_or_name()
    {
        static SweepListing Listing(string id, string name) => new(id, name, SweepStatus.Completed, Rows.Start, null, 1, 1, 0, 0);
        ImmutableArray<SweepListing> sweeps = [Listing("spiral-12", "Spiral"), Listing("spiral-1", "spiral"), Listing("x-9", "Spiral again"), Listing("y-1", "other")];
        Assert.Equal(["spiral-1"], SweepSearch.Find(sweeps, "spiral-1"));
        Assert.Equal(["spiral-12", "spiral-1", "x-9"], SweepSearch.Find(sweeps, "spi"));
        Assert.Empty(SweepSearch.Find(sweeps, "z"));
    }

    private static PairedDifference Loss(ComparisonTable table) => table.Differences.Single(difference => difference.Metric == "validation.loss");

    private static (SweepRow Sweep, TrialRow[] Trials, RunRow[] Runs) TwoGradients(double[] direct, double[] adjoint)
    {
        var space = Rows.Key("gradient.method", Rows.Text("direct"), Rows.Text("adjoint"));
        TrialRow[] trials = [Rows.Trial(0, ("gradient.method", Rows.Text("direct"))), Rows.Trial(1, ("gradient.method", Rows.Text("adjoint")))];
        RunRow[] runs = [.. direct.Select((loss, seed) => Rows.Completed(0, seed, Rows.Observation(300, loss))), .. adjoint.Select((loss, seed) => Rows.Completed(1, seed, Rows.Observation(300, loss)))];
        return (Rows.Sweep(direct.Length, [Rows.Minimize("validation.loss")], [space]), trials, runs);
    }
}
