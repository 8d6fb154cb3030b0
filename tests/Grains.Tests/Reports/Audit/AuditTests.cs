using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Reports.Audit;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Reports.Audit;

/// <summary>A sound sweep of one trial and two seeds, and every way in which it can be spoilt.</summary>
public sealed class AuditTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunId First = new("s", 0, 0);
    private static readonly RunId Second = new("s", 0, 1);

    private static readonly SweepLedger Sound = new(
        new SweepRow("s", "sample", SweepStatus.Completed, null, Start, At(100), Sample.Spec(replicates: 2) with { ExpectedRuns = 2 }, "s.yaml", "/"),
        [new TrialRow("s", 0, [])],
        [Tell(0, First, TellKind.Completed), Tell(1, Second, TellKind.Completed)],
        [Run(First, 2), Run(Second, 1)],
        [Attempt(First, 1, 1, "lost", 0, 10), Attempt(First, 2, 3, "completed", 20, 30), Attempt(Second, 1, 2, "completed", 0, 15)],
        Snapshot(completed: 2));

    [Fact]
    public void Nothing_is_said_of_a_sound_sweep()
    {
        Assert.Empty(SweepAudit.Of(Sound));
        Assert.Empty(LeaseAudit.Of(Sound.Attempts.Where(attempt => attempt.Run == First).Select(attempt => new LeaseUse(attempt, true))));
    }

    [Fact]
    public void A_run_without_an_end_in_a_sweep_that_is_over_is_found() =>
        Found(AuditRule.EveryRunEnds, Sound with { Runs = [Run(First, 2), Run(Second, 1) with { Status = RunStatus.Running }], Attempts = [Sound.Attempts[0], Sound.Attempts[1], Sound.Attempts[2] with { End = "running" }], Counted = null });

    [Fact]
    public void An_attempt_that_never_ended_is_found() =>
        Found(AuditRule.EveryRunEnds, Sound with { Attempts = Sound.Attempts.SetItem(2, Sound.Attempts[2] with { EndedAt = null }) });

    [Fact]
    public void A_result_that_counts_twice_is_found() =>
        Found(AuditRule.ResultsCountOnce, Sound with { Tells = Sound.Tells.Add(Tell(2, Second, TellKind.Completed)) });

    [Fact]
    public void A_result_that_counts_after_a_retry_was_asked_for_is_right() =>
        Assert.Empty(SweepAudit.Of(Sound with { Tells = [Tell(0, First, TellKind.Failed), Tell(1, Second, TellKind.Completed), Tell(2, First, TellKind.Repeated), Tell(3, First, TellKind.Completed)] }));

    [Fact]
    public void A_result_that_does_not_count_is_found() =>
        Found(AuditRule.ResultsCountOnce, Sound with { Tells = [Tell(0, First, TellKind.Completed)] });

    [Fact]
    public void A_result_that_counts_as_something_else_is_found() =>
        Found(AuditRule.ResultsCountOnce, Sound with { Tells = Sound.Tells.SetItem(1, Tell(1, Second, TellKind.Cancelled)) });

    [Fact]
    public void Counts_that_differ_from_the_rows_are_found() => Found(AuditRule.CountsAddUp, Sound with { Counted = Snapshot(completed: 3) });

    [Fact]
    public void A_missing_run_is_found() =>
        Found(AuditRule.CountsAddUp, Sound with { Runs = [Sound.Runs[0]], Tells = [Sound.Tells[0]], Counted = Snapshot(completed: 1) });

    [Fact]
    public void A_run_of_no_trial_is_found() => Found(AuditRule.CountsAddUp, Sound with { Trials = [] });

    [Theory]
    [InlineData(3, 20, "completed")]
    [InlineData(1, 20, "completed")]
    [InlineData(3, 5, "completed")]
    [InlineData(3, 20, "lost")]
    public void Attempts_must_follow_one_another_with_rising_leases_to_one_completed(long epoch, int startedAt, string end)
    {
        var second = Attempt(First, 2, epoch, end, startedAt, 30);
        var findings = SweepAudit.Of(Sound with { Attempts = Sound.Attempts.SetItem(1, second) });
        if (second == Sound.Attempts[1]) Assert.Empty(findings);
        else Assert.Equal(AuditRule.AttemptsInOrder, Assert.Single(findings).Rule);
    }

    [Fact]
    public void A_late_result_that_became_a_second_completed_attempt_is_found() =>
        Found(AuditRule.AttemptsInOrder, Sound with { Attempts = Sound.Attempts.SetItem(0, Sound.Attempts[0] with { End = "completed" }) });

    [Fact]
    public void An_attempt_that_is_not_stored_is_found() => Found(AuditRule.AttemptsInOrder, Sound with { Attempts = Sound.Attempts.RemoveAt(0) });

    [Fact]
    public void An_epoch_given_out_twice_is_found() =>
        Assert.Equal(AuditRule.LeasesHeldOnce, Assert.Single(LeaseAudit.Of([Use(First, 7, 0, 10), Use(Second, 7, 20, 30)])).Rule);

    [Theory]
    [InlineData(true, false, 5, true)]
    [InlineData(false, true, 5, true)]
    [InlineData(false, false, 5, false)]
    [InlineData(true, true, 10, false)]
    public void Nothing_runs_beside_an_exclusive_lease(bool firstIsExclusive, bool secondIsExclusive, int secondStarts, bool isWrong)
    {
        var findings = LeaseAudit.Of([Use(First, 7, 0, 10) with { IsExclusive = firstIsExclusive }, Use(Second, 8, secondStarts, 20) with { IsExclusive = secondIsExclusive }]);
        Assert.Equal(isWrong ? 1 : 0, findings.Length);
    }

    [Fact]
    public void A_lease_that_was_lost_ends_before_its_attempt_learns_of_it()
    {
        var lost = Use(First, 7, 0, 10);
        Assert.Empty(LeaseAudit.Of([lost with { Attempt = lost.Attempt with { End = "lost" } }, Use(Second, 8, 5, 20)]));
    }

    [Fact]
    public void An_attempt_that_its_worker_refused_held_nothing()
    {
        var refused = Use(Second, 8, 5, 6);
        Assert.Empty(LeaseAudit.Of([Use(First, 7, 0, 10), refused with { Attempt = refused.Attempt with { End = "refused" } }]));
    }

    [Theory]
    [InlineData(1, 10, 10, false)]
    [InlineData(12, 10, 10, true)]
    [InlineData(1, 10, 9, true)]
    public void Evaluations_never_fall_and_the_result_is_the_last_observation(int first, int second, int result, bool isWrong)
    {
        var curves = new CurveAudit([Run(First, 1) with { Last = Sample.Observation(result, 0.5) }]);
        curves.Observed(new ObservationRow(First, 1, Sample.Observation(first, 0.5) with { Iteration = 1 }));
        curves.Observed(new ObservationRow(First, 1, Sample.Observation(second, 0.5)));
        Assert.Equal(isWrong ? 1 : 0, curves.Findings().Length);
    }

    [Fact]
    public void A_result_without_observations_is_found()
    {
        var curves = new CurveAudit([Run(First, 1) with { Last = Sample.Observation(3, 0.5) }]);
        Assert.Equal(AuditRule.EvaluationsAddUp, Assert.Single(curves.Findings()).Rule);
    }

    private static void Found(string rule, SweepLedger ledger) => Assert.Contains(SweepAudit.Of(ledger), finding => finding.Rule == rule);

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

    private static TellRow Tell(long sequence, RunId run, TellKind kind) => new(run, sequence, At(50), kind, 1, null);

    private static RunRow Run(RunId id, int attempts) => new(id, 1, RunStatus.Completed, null, null, attempts, false, "cpu", Start, At(40), null, null);

    private static AttemptRow Attempt(RunId run, int attempt, long epoch, string end, int from, int to) => new(run, attempt, epoch, "worker", "cpu", At(from), At(to), end, 0);

    private static LeaseUse Use(RunId run, long epoch, int from, int to) => new(Attempt(run, 1, epoch, "completed", from, to), true);

    private static SweepSnapshot Snapshot(long completed) => new(
        "s", "sample", SweepStatus.Completed, null, 2, completed, 0, 0, ImmutableDictionary<FailureCause, long>.Empty, [], 0, null, [], null, "validation.loss", Start, At(100), null);
}
