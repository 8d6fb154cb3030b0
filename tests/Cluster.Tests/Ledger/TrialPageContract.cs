using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Cluster.Tests.Ledger;

/// <summary>Trials by pages: counted, ordered, filtered and cut by the database.</summary>
public abstract class TrialPageContract : OnAStore
{
    [Theory]
    [InlineData(TrialOrder.Number, SortDirection.Ascending, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(TrialOrder.Number, SortDirection.Descending, new[] { 4, 3, 2, 1, 0 })]
    [InlineData(TrialOrder.Objective, SortDirection.Ascending, new[] { 1, 2, 0, 3, 4 })]
    [InlineData(TrialOrder.Objective, SortDirection.Descending, new[] { 0, 2, 1, 3, 4 })]
    [InlineData(TrialOrder.Ended, SortDirection.Ascending, new[] { 2, 1, 0, 3, 4 })]
    [InlineData(TrialOrder.Ended, SortDirection.Descending, new[] { 3, 0, 1, 2, 4 })]
    public async Task Trials_without_a_value_come_last_in_either_direction(TrialOrder order, SortDirection direction, int[] numbers)
    {
        await StoreFiveAsync();
        var page = await PageAsync(new TrialQuery("s-1", 0, 10) { Order = order, Direction = direction });
        Assert.Equal(numbers, page.Trials.Select(trial => trial.Number));
        Assert.Equal(5, page.Total);
    }

    [Fact]
    public async Task A_trial_is_the_mean_of_its_completed_runs_and_counts_all()
    {
        await StoreFiveAsync();
        var trials = (await PageAsync(new TrialQuery("s-1", 0, 10))).Trials;
        Assert.Equal(0.5, trials[0].Objective);
        Assert.Equal(11 + 12 + 13, trials[0].Evaluations);
        Assert.Equal(0.1 + 0.2 + 0.3 + 0.4 + 0.5, trials[0].Seconds!.Value, 1e-12);
        Assert.Equal(Rows.Noon.AddSeconds(30), trials[0].EndedAt);
        Assert.Equal([(2, 0, 0, 0), (1, 1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1)], trials.Select(trial => (trial.Completed, trial.Failed, trial.Pruned, trial.Unfinished)));
    }

    [Theory]
    [InlineData(TrialFilter.Completed, null, new[] { 0, 2 })]
    [InlineData(TrialFilter.Failed, null, new[] { 1, 3 })]
    [InlineData(TrialFilter.Pruned, null, new int[0])]
    [InlineData(TrialFilter.Unfinished, null, new[] { 4 })]
    [InlineData(TrialFilter.All, "method=RK4", new[] { 1, 3 })]
    [InlineData(TrialFilter.Failed, "dopri5", new int[0])]
    [InlineData(TrialFilter.All, "100%_", new int[0])]
    public async Task Only_trials_that_match_are_counted_and_listed(TrialFilter filter, string? text, int[] numbers)
    {
        await StoreFiveAsync();
        var page = await PageAsync(new TrialQuery("s-1", 0, 10) { Filter = filter, Text = text });
        Assert.Equal(numbers, page.Trials.Select(trial => trial.Number));
        Assert.Equal(numbers.Length, page.Total);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_other_sweeps_are_not_among_them()
    {
        await StoreFiveAsync();
        await Ledger.SaveTrialAsync(new TrialRow("s-2", 0, []), Cancellation);
        var query = new TrialQuery("s-1", 0, 2) { Order = TrialOrder.Objective };
        var numbers = new List<int>();
        for (var offset = 0; offset < 6; offset += 2) numbers.AddRange((await PageAsync(query with { Offset = offset })).Trials.Select(trial => trial.Number));
        Assert.Equal([1, 2, 0, 3, 4], numbers);
        Assert.Empty((await PageAsync(query with { Offset = 6 })).Trials);
    }

    [Theory]
    [InlineData(TrialOrder.Number)]
    [InlineData(TrialOrder.Objective)]
    public async Task Twenty_thousand_trials_are_cut_into_pages(TrialOrder order)
    {
        const int trials = 20_000;
        await Task.WhenAll(Enumerable.Range(0, trials).SelectMany(i => new[]
        {
            Ledger.SaveTrialAsync(new TrialRow("s-1", i, Setting(i)), Cancellation),
            SaveAsync(i, 0, RunStatus.Completed, 1 + 7919L * i % trials),
        }));
        var page = await PageAsync(new TrialQuery("s-1", 10_000, 50) { Order = order });
        Assert.Equal(((long)trials, 50), (page.Total, page.Trials.Length));
        if (order == TrialOrder.Objective) Assert.Equal(Enumerable.Range(10_001, 50).Select(value => (double?)value), page.Trials.Select(trial => trial.Objective));
    }

    private Task<TrialPage> PageAsync(TrialQuery query) => Ledger.TrialPageAsync(query, "validation.loss", Cancellation);

    // Trial 0: two completed; 1: one completed, one failed; 2: completed first of all; 3: failed; 4: waits.
    private async Task StoreFiveAsync()
    {
        for (var i = 0; i < 5; i++) await Ledger.SaveTrialAsync(new TrialRow("s-1", i, Setting(i)), Cancellation);
        await SaveAsync(0, 0, RunStatus.Completed, 0.75, 20);
        await SaveAsync(0, 1, RunStatus.Completed, 0.25, 30);
        await SaveAsync(1, 0, RunStatus.Completed, 0.125, 10);
        await SaveAsync(1, 1, RunStatus.Failed, 0.001, 11);
        await SaveAsync(2, 0, RunStatus.Completed, 0.375, 5);
        await SaveAsync(3, 0, RunStatus.Failed, double.NaN, 40);
        await Ledger.SaveRunAsync(Rows.RunRow(Rows.Run(4), RunStatus.Queued) with { EndedAt = null }, Cancellation);
    }

    private Task SaveAsync(int trial, int replicate, RunStatus status, double loss, double endedAfter = 1) => Ledger.SaveRunAsync(
        Rows.RunRow(Rows.Run(trial, replicate), status, Rows.Observation(10, validation: loss)) with { EndedAt = Rows.Noon.AddSeconds(endedAfter) }, Cancellation);

    private static ImmutableArray<AssignedValue> Setting(int trial) =>
        [new AssignedValue("solver.method", new ParameterValue.Text(trial % 2 == 0 ? "dopri5" : "rk4"))];
}
