using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Log;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class RunLogTests
{
    private static readonly RunId Run = new(Rows.SweepId, 3, 1);

    [Fact]
    public void An_undisturbed_run_is_queued_gets_a_device_and_completes()
    {
        var log = Of(Row(RunStatus.Completed, 9), [Attempt(1, 2, 9, "completed")], [Tell(0, 9, TellKind.Completed)]);
        Assert.Equal(
        [
            "queued, with seed 1", "attempt 1 got cpu of 127.0.0.1:1@5 (lease 101) and starts from the beginning", "attempt 1 trained to its end", "completed",
        ], log.Select(line => line.Text));
        Assert.Equal([0, 2, 9, 9], Seconds(log));
    }

    [Fact]
    public void A_lost_device_a_hung_one_and_a_damaged_checkpoint_stand_in_order_with_what_followed()
    {
        ImmutableArray<AttemptRow> attempts = [Attempt(1, 1, 4, "lost"), Attempt(2, 5, 8, "failed: device-lost", 20), Attempt(3, 8, 12, "completed", 40)];
        ImmutableArray<LogLine> notes = [new(At(8), "why attempt 2 failed: it hangs"), new(At(6), "a report of attempt 1 came too late"), new(At(9), "the checkpoint at iteration 50 is damaged")];
        var log = Of(Row(RunStatus.Completed, 12), attempts, [], notes);
        Assert.Equal(
        [
            "attempt 1 was lost: its worker fell silent or its silo ended", "attempt 2 got cpu of 127.0.0.1:1@5 (lease 102) and goes on from iteration 20",
            "a report of attempt 1 came too late", "attempt 2 failed: device-lost", "why attempt 2 failed: it hangs",
            "attempt 3 got cpu of 127.0.0.1:1@5 (lease 103) and goes on from iteration 40", "the checkpoint at iteration 50 is damaged",
        ], log.Select(line => line.Text).Skip(2).SkipLast(2));
    }

    [Fact]
    public void Judgements_say_where_and_what_follows_and_why()
    {
        ImmutableArray<TellRow> tells =
        [
            Tell(0, 3, TellKind.Judged) with { Rung = 30, Verdict = RungVerdict.Continue, NextRung = 90 },
            Tell(4, 5, TellKind.Judged) with { Rung = 90, Verdict = RungVerdict.Pause },
            Tell(5, 6, TellKind.Paused),
            Tell(8, 7, TellKind.Resumed) with { NextRung = 270 },
            Tell(9, 8, TellKind.Judged) with { Rung = 1270, Verdict = RungVerdict.Prune, Why = "rank 4 of 5" },
            Tell(10, 9, TellKind.Pruned) with { Why = "rank 4 of 5" },
        ];
        var log = Of(Row(RunStatus.Pruned, 9, "rank 4 of 5"), [], tells, resource: SchedulerResource.FunctionEvaluations);
        Assert.Equal(
        [
            "judged at 30 evaluations: goes on, to be judged again at 90 evaluations", "judged at 90 evaluations: to be set aside", "set aside by the scheduler, with its checkpoint",
            "taken up again, to be judged at 270 evaluations", "judged at 1,270 evaluations: to be stopped for good: rank 4 of 5", "pruned: rank 4 of 5",
        ], log.Select(line => line.Text).Skip(1));
    }

    [Fact]
    public void A_run_that_is_taken_up_only_to_be_ended_is_not_said_to_go_on()
    {
        ImmutableArray<TellRow> tells = [Tell(0, 3, TellKind.Paused), Tell(1, 5, TellKind.Resumed), Tell(2, 5, TellKind.Pruned) with { Why = "not among the best" }];
        Assert.Equal(["set aside by the scheduler, with its checkpoint", "pruned: not among the best"], Of(Row(RunStatus.Pruned, 5, "not among the best"), [], tells).Select(line => line.Text).Skip(1));
    }

    [Fact]
    public void Of_two_lives_of_a_run_both_ends_are_told()
    {
        ImmutableArray<TellRow> tells = [Tell(0, 3, TellKind.Failed), Tell(1, 5, TellKind.Repeated), Tell(2, 9, TellKind.Failed)];
        var log = Of(Row(RunStatus.Failed, 9, "loss was NaN", FailureCause.LossNonFinite), [Attempt(1, 1, 3, "failed: loss-non-finite")], tells);
        Assert.Equal(["attempt 1 failed: loss-non-finite", "failed", "to be run again, from the beginning", "failed (loss not finite): loss was NaN"], log.Select(line => line.Text).Skip(2));
    }

    [Fact]
    public void What_a_member_of_a_population_took_over_is_said()
    {
        var tell = Tell(0, 3, TellKind.Resumed) with { Takeover = new TakenOver(7, 50, []) };
        Assert.Equal("goes on with what trial 7 had learned up to iteration 50, with settings of its own", Of(Row(RunStatus.Running, null), [], [tell])[^1].Text);
    }

    private static ImmutableArray<LogLine> Of(
        RunRow row, ImmutableArray<AttemptRow> attempts, ImmutableArray<TellRow> tells, ImmutableArray<LogLine>? notes = null, SchedulerResource resource = SchedulerResource.Iterations)
        => RunLog.Of(new RunEvidence(row, attempts, tells, notes ?? [], resource));

    private static DateTimeOffset At(int second) => Rows.Start.AddSeconds(second);

    private static IEnumerable<double> Seconds(ImmutableArray<LogLine> log) => log.Select(line => (line.At - Rows.Start).TotalSeconds);

    private static RunRow Row(RunStatus status, int? ended, string? message = null, FailureCause? cause = null)
        => new(Run, 1, status, cause, message, 1, false, "cpu", Rows.Start, ended is { } second ? At(second) : null, null, null);

    private static AttemptRow Attempt(int number, int from, int to, string end, int resumedAt = 0) => new(Run, number, 100 + number, "127.0.0.1:1@5", "cpu", At(from), At(to), end, resumedAt);

    private static TellRow Tell(long sequence, int second, TellKind kind) => new(Run, sequence, At(second), kind, 1, null);
}
