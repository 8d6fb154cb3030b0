using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Cluster.Tests.Ledger;

/// <summary>What every store of the ledger must do.</summary>
public abstract class LedgerContract : OnAStore
{
    [Fact]
    public async Task A_sweep_comes_back_as_it_was_saved()
    {
        await Ledger.SaveSweepAsync(Rows.Sweep(), Cancellation);
        AssertSame(Rows.Sweep(), await Ledger.SweepAsync("s-1", Cancellation));
        Assert.Null(await Ledger.SweepAsync("s", Cancellation));
    }

    [Fact]
    public async Task Tells_come_back_in_order_and_one_that_is_written_again_replaces_the_first()
    {
        var judged = new TellRow(Rows.Run(2), 0, Rows.Noon, TellKind.Judged, 1, Rows.Observation(9, double.NaN)) { Rung = 9, Verdict = RungVerdict.Prune, Why = "rank 4 of 5 → stopped" };
        var resumed = new TellRow(Rows.Run(1, 2), 1, Rows.Noon, TellKind.Resumed, 3, null) { NextRung = 27.5 };
        await Ledger.SaveTellsAsync([resumed, judged with { Why = "cut off" }], Cancellation);
        await Ledger.SaveTellsAsync([judged], Cancellation);
        await Ledger.SaveTellsAsync([judged with { Run = Rows.Run(sweep: "other") }], Cancellation);
        Assert.Equal([judged, resumed], await Ledger.TellsAsync("s-1", Cancellation));
        Assert.Equal([judged], await Ledger.RunTellsAsync(judged.Run, Cancellation));
    }

    [Fact]
    public async Task A_trial_remembers_how_many_tells_it_was_chosen_with()
    {
        await Ledger.SaveTrialAsync(new TrialRow("s-1", 0, []) { TellsSeen = 17 }, Cancellation);
        await Ledger.SaveTrialAsync(new TrialRow("s-1", 1, []), Cancellation);
        Assert.Equal([17, null], (await Ledger.TrialsAsync("s-1", Cancellation)).Select(t => t.TellsSeen));
    }

    [Fact]
    public async Task A_curve_is_the_part_of_one_run_between_two_iterations()
    {
        await Ledger.SaveObservationsAsync(Rows.Run(), 1, [.. Enumerable.Range(1, 9).Select(i => Rows.Observation(i))], Cancellation);
        await Ledger.SaveObservationsAsync(Rows.Run(1), 1, [Rows.Observation(5)], Cancellation);
        Assert.Equal([4, 5, 6], (await Ledger.CurveAsync(Rows.Run(), 3, 6, Cancellation)).Select(o => o.Iteration));
    }

    [Fact]
    public async Task The_newest_sweep_of_a_fingerprint_is_found()
    {
        await Ledger.SaveSweepAsync(Rows.Sweep("late", "f1", Rows.Noon.AddHours(1)), Cancellation);
        await Ledger.SaveSweepAsync(Rows.Sweep("early", "f1"), Cancellation);
        await Ledger.SaveSweepAsync(Rows.Sweep("other", "f2", Rows.Noon.AddHours(2)), Cancellation);
        Assert.Equal("late", (await Ledger.SweepByFingerprintAsync("f1", Cancellation))?.Id);
        Assert.Null(await Ledger.SweepByFingerprintAsync("f3", Cancellation));
    }

    [Fact]
    public async Task The_listing_counts_finished_runs_and_shows_the_newest_first()
    {
        await Ledger.SaveSweepAsync(Rows.Sweep("old"), Cancellation);
        await Ledger.SaveSweepAsync(Rows.Sweep("new", "f2", Rows.Noon.AddHours(1)), Cancellation);
        RunStatus[] statuses = [RunStatus.Completed, RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled, RunStatus.Running, RunStatus.Queued];
        for (var i = 0; i < statuses.Length; i++) await Ledger.SaveRunAsync(Rows.RunRow(Rows.Run(i, sweep: "old"), statuses[i]), Cancellation);
        await Ledger.SetSweepStatusAsync("old", SweepStatus.Failed, "a reason", Rows.Noon.AddHours(2), Cancellation);

        var listing = await Ledger.SweepsAsync(Cancellation);
        Assert.Equal(["new", "old"], listing.Select(row => row.Id));
        Assert.Equal(new SweepListing("old", Rows.Spec().Name, SweepStatus.Failed, Rows.Noon, Rows.Noon.AddHours(2), 6, 2, 1, 1) { Reason = "a reason" }, listing[1]);
        Assert.Equal(0, listing[0].Completed);
    }

    [Fact]
    public async Task A_row_saved_twice_is_one_row_with_the_second_content()
    {
        await Ledger.SaveTrialAsync(new TrialRow("s-1", 3, [new AssignedValue("solver.rtol", new ParameterValue.Number(1e-3))]), Cancellation);
        await Ledger.SaveTrialAsync(new TrialRow("s-1", 3, [new AssignedValue("solver.rtol", new ParameterValue.Number(1e-5))]), Cancellation);
        await Ledger.SaveRunAsync(Rows.RunRow(Rows.Run(), RunStatus.Running), Cancellation);
        await Ledger.SaveRunAsync(Rows.RunRow(Rows.Run(), RunStatus.Failed), Cancellation);

        var trial = Assert.Single(await Ledger.TrialsAsync("s-1", Cancellation));
        Assert.Equal([new AssignedValue("solver.rtol", new ParameterValue.Number(1e-5))], trial.Assignment);
        Assert.Equal(RunStatus.Failed, Assert.Single(await Ledger.RunsAsync("s-1", Cancellation)).Status);
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    public async Task A_run_comes_back_as_it_was_saved(RunStatus status)
    {
        var row = Rows.RunRow(Rows.Run(4, 2), status, Rows.Observation(30, double.NaN, double.PositiveInfinity));
        await Ledger.SaveRunAsync(row, Cancellation);
        Assert.Equal(row, await Ledger.RunAsync(Rows.Run(4, 2), Cancellation));
        Assert.Null(await Ledger.RunAsync(Rows.Run(4, 1), Cancellation));
    }

    [Fact]
    public async Task Attempts_come_back_in_order()
    {
        var second = new AttemptRow(Rows.Run(1), 2, 9, "S127.0.0.1:1:2", "cuda:0", Rows.Noon, null, "running", 50);
        var first = second with { Attempt = 1, Epoch = 7, EndedAt = Rows.Noon.AddMinutes(1), End = "failed: step-size-underflow", ResumedAtIteration = 0 };
        await Ledger.SaveAttemptAsync(second, Cancellation);
        await Ledger.SaveAttemptAsync(first, Cancellation);
        Assert.Equal([first, second], await Ledger.AttemptsAsync("s-1", Cancellation));
    }

    /// <summary>Null: no value, which is not the same as not a number.</summary>
    public static TheoryData<double, double?> Losses => new()
    {
        { double.NaN, double.NaN }, { double.PositiveInfinity, double.NegativeInfinity }, { double.MaxValue, double.Epsilon }, { 0.1, null }, { 3, 4 },
    };

    [Theory, MemberData(nameof(Losses))]
    public async Task Losses_of_every_kind_survive(double loss, double? validation)
    {
        var observation = Rows.Observation(10, loss, validation);
        await Ledger.SaveObservationsAsync(Rows.Run(), 1, [observation], Cancellation);
        var row = Assert.Single(await ObservationsAsync());
        Assert.Equal(new ObservationRow(Rows.Run(), 1, observation), row);
    }

    [Fact]
    public async Task One_statement_takes_numbers_and_not_a_number_in_turn()
    {
        ImmutableArray<Observation> mixed = [Rows.Observation(1, 1), Rows.Observation(2, double.NaN, null), Rows.Observation(3, 0.5, double.NaN), Rows.Observation(4, double.NaN, 4)];
        await Ledger.SaveObservationsAsync(Rows.Run(), 1, mixed, Cancellation);
        Assert.Equal(mixed, (await ObservationsAsync()).Select(row => row.Observation));
    }

    [Fact]
    public async Task Observations_stream_in_order_of_trial_replicate_iteration()
    {
        for (var trial = 2; trial >= 0; trial--)
            for (var replicate = 1; replicate >= 0; replicate--)
                await Ledger.SaveObservationsAsync(Rows.Run(trial, replicate), 1, [.. Enumerable.Range(1, 701).Reverse().Select(i => Rows.Observation(i))], Cancellation);
        await Ledger.SaveObservationsAsync(Rows.Run(sweep: "s-2"), 1, [Rows.Observation(1)], Cancellation);

        var expected = from trial in Enumerable.Range(0, 3) from replicate in Enumerable.Range(0, 2) from iteration in Enumerable.Range(1, 701) select (Rows.Run(trial, replicate), iteration);
        Assert.Equal(expected, (await ObservationsAsync()).Select(row => (row.Run, row.Observation.Iteration)));
    }

    [Fact]
    public async Task A_resumed_attempt_replaces_what_was_told_past_its_checkpoint()
    {
        await Ledger.SaveObservationsAsync(Rows.Run(), 1, [Rows.Observation(10, 1), Rows.Observation(20, 1), Rows.Observation(30, 1)], Cancellation);
        await Ledger.SaveObservationsAsync(Rows.Run(), 2, [Rows.Observation(20, 2)], Cancellation);
        Assert.Equal([(10, 1), (20, 2)], (await ObservationsAsync()).Select(row => (row.Observation.Iteration, row.Attempt)));

        await Ledger.SaveObservationsAsync(Rows.Run(), 2, [Rows.Observation(30, 2)], Cancellation);
        await Ledger.SaveObservationsAsync(Rows.Run(), 2, [Rows.Observation(20, 2)], Cancellation);
        Assert.Equal([(10, 1), (20, 2), (30, 2)], (await ObservationsAsync()).Select(row => (row.Observation.Iteration, row.Attempt)));
    }

    [Fact]
    public async Task The_newest_checkpoint_is_that_of_the_highest_epoch_and_then_of_the_highest_iteration()
    {
        Assert.Null(await Ledger.NewestCheckpointAsync(Rows.Run(), Cancellation));
        foreach (var (epoch, iteration) in ((long, int)[])[(4, 90), (7, 30), (7, 40), (7, 35)])
            await Ledger.SaveCheckpointAsync(new CheckpointRef(Rows.Run(), epoch, iteration, $"{iteration}"), new byte[] { 1 }, keep: 9, Cancellation);
        await Ledger.SaveCheckpointAsync(new CheckpointRef(Rows.Run(1), 9, 99, "99"), new byte[] { 1 }, keep: 9, Cancellation);
        Assert.Equal(new CheckpointRef(Rows.Run(), 7, 40, "40"), await Ledger.NewestCheckpointAsync(Rows.Run(), Cancellation));
    }

    [Fact]
    public async Task The_checkpoint_before_one_is_the_next_older_of_the_same_run()
    {
        foreach (var (epoch, iteration) in ((long, int)[])[(4, 90), (7, 30), (7, 40)])
            await Ledger.SaveCheckpointAsync(new CheckpointRef(Rows.Run(), epoch, iteration, $"{iteration}"), new byte[] { 1 }, keep: 9, Cancellation);
        await Ledger.SaveCheckpointAsync(new CheckpointRef(Rows.Run(1), 5, 99, "99"), new byte[] { 1 }, keep: 9, Cancellation);
        var before = new List<int>();
        for (var next = await Ledger.NewestCheckpointAsync(Rows.Run(), Cancellation); next is not null; next = await Ledger.CheckpointBeforeAsync(next, Cancellation))
            before.Add(next.Iteration);
        Assert.Equal([40, 30, 90], before);
    }

    [Fact]
    public async Task A_takeover_comes_back_with_its_source_and_values()
    {
        var taken = new TakenOver(3, 40, [new AssignedValue("solver.rtol", new ParameterValue.Number(1.25e-5))]);
        await Ledger.SaveTellsAsync([new TellRow(Rows.Run(1), 0, Rows.Noon, TellKind.Resumed, 3, null) { NextRung = 60, Takeover = taken }], Cancellation);
        var read = Assert.Single(await Ledger.TellsAsync("s-1", Cancellation)).Takeover!;
        Assert.Equal((3, 40), (read.Source, read.Iteration));
        Assert.Equal(taken.Assignment, read.Assignment.AsEnumerable());
    }

    [Fact]
    public async Task Checkpoints_keep_the_newest_and_answer_the_bytes_stored()
    {
        var kept = new List<CheckpointRef>();
        foreach (var (epoch, iteration) in new[] { (1L, 10), (1L, 80), (2L, 40), (2L, 50) })
        {
            var content = RandomNumberGenerator.GetBytes(5000);
            var reference = new CheckpointRef(Rows.Run(), epoch, iteration, Convert.ToHexStringLower(SHA256.HashData(content)));
            await Ledger.SaveCheckpointAsync(reference, content, keep: 2, Cancellation);
            kept.Add(reference);
        }

        Assert.Null(await Ledger.LoadCheckpointAsync(kept[0], Cancellation));
        Assert.Null(await Ledger.LoadCheckpointAsync(kept[1], Cancellation));
        foreach (var reference in kept[2..])
            Assert.Equal(reference.Sha256, Convert.ToHexStringLower(SHA256.HashData((await Ledger.LoadCheckpointAsync(reference, Cancellation))!)));

        await Ledger.DeleteCheckpointsAsync(Rows.Run(), Cancellation);
        Assert.Null(await Ledger.LoadCheckpointAsync(kept[3], Cancellation));
    }

    [Fact]
    public async Task A_repeated_log_line_is_one_line()
    {
        await Ledger.AppendLogAsync(Rows.Run(), Rows.Noon, "τ = 0", Cancellation);
        await Ledger.AppendLogAsync(Rows.Run(), Rows.Noon, "τ = 0", Cancellation);
        await Ledger.AppendLogAsync(Rows.Run(), Rows.Noon.AddTicks(1), "τ = 0", Cancellation);
        Assert.Equal(2, await Store.ScalarAsync<long>("SELECT COUNT(*) FROM logs"));
    }

    [Fact]
    public async Task Fits_come_with_the_runs_of_a_trial_and_not_with_all_runs_of_a_sweep()
    {
        await Ledger.SaveRunAsync(Rows.RunRow(Rows.Run()) with { Fit = "{}" }, Cancellation);
        Assert.Null(Assert.Single(await Ledger.RunsAsync(Rows.Run().SweepId, Cancellation)).Fit);
        Assert.Equal("{}", Assert.Single(await Ledger.TrialRunsAsync(Rows.Run().SweepId, Rows.Run().TrialNumber, Cancellation)).Fit);
        Assert.Equal("{}", (await Ledger.RunAsync(Rows.Run(), Cancellation))!.Fit);
    }

    [Fact]
    public async Task The_newest_log_lines_of_a_run_come_oldest_first()
    {
        foreach (var i in new[] { 2, 0, 1, 3 }) await Ledger.AppendLogAsync(Rows.Run(), Rows.Noon.AddSeconds(i), $"line {i}", Cancellation);
        await Ledger.AppendLogAsync(Rows.Run() with { Replicate = 1 }, Rows.Noon.AddHours(1), "of another run", Cancellation);
        Assert.Equal([new(Rows.Noon.AddSeconds(2), "line 2"), new(Rows.Noon.AddSeconds(3), "line 3")], await Ledger.LogAsync(Rows.Run(), 2, Cancellation));
        Assert.Empty(await Ledger.LogAsync(Rows.Run() with { TrialNumber = 99 }, 2, Cancellation));
    }

    [Fact]
    public async Task A_text_with_any_character_and_of_any_length_is_kept_readable()
    {
        await Ledger.SaveRunAsync(Rows.RunRow(Rows.Run()) with { Message = "a\0b \u001b ☃" }, Cancellation);
        Assert.StartsWith("a", (await Ledger.RunAsync(Rows.Run(), Cancellation))!.Message, StringComparison.Ordinal);
        Assert.EndsWith("b \u001b ☃", (await Ledger.RunAsync(Rows.Run(), Cancellation))!.Message, StringComparison.Ordinal);
        var noise = RandomNumberGenerator.GetHexString(20_000);
        await Ledger.AppendLogAsync(Rows.Run(), Rows.Noon, noise, Cancellation);
        Assert.Equal(noise, await Store.ScalarAsync<string>("SELECT text FROM logs"));
    }

    private async Task<List<ObservationRow>> ObservationsAsync()
    {
        var rows = new List<ObservationRow>();
        await foreach (var row in Ledger.ObservationsAsync("s-1", Cancellation)) rows.Add(row);
        return rows;
    }

    /// <summary>Records with arrays compare by reference; their JSON compares by content.</summary>
    private static void AssertSame(SweepRow expected, SweepRow? actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected, LedgerJson.Options), JsonSerializer.Serialize(actual, LedgerJson.Options));
}
