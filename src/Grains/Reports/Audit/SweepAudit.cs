using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Reports.Audit;

/// <summary>Whether the rows of a sweep agree with one another.</summary>
internal static class SweepAudit
{
    public static ImmutableArray<AuditFinding> Of(SweepLedger ledger)
    {
        var attempts = ledger.Attempts.ToLookup(attempt => attempt.Run);
        return [.. Ends(ledger), .. ToldEnds(ledger), .. Counts(ledger), .. ledger.Runs.SelectMany(run => Attempts(run, attempts[run.Id]))];
    }

    private static IEnumerable<AuditFinding> Ends(SweepLedger ledger)
    {
        if (!ledger.IsOver) yield break;
        var sweep = ledger.Sweep;
        if (sweep.EndedAt is null) yield return new(AuditRule.EveryRunEnds, sweep.Id, $"is {sweep.Status}, but has no time of its end");
        foreach (var run in ledger.Runs.Where(run => !SweepLedger.IsEnd(run.Status)))
            yield return new(AuditRule.EveryRunEnds, $"{run.Id}", $"is {run.Status}, but its sweep is over");
        foreach (var attempt in ledger.Attempts.Where(attempt => attempt.EndedAt is null))
            yield return new(AuditRule.EveryRunEnds, $"{attempt.Run}", $"attempt {attempt.Attempt} on {attempt.Worker} never ended, but its sweep is over");
    }

    /// <summary>Sweeps of versions that kept no tells have none, and nothing is said of them.</summary>
    private static IEnumerable<AuditFinding> ToldEnds(SweepLedger ledger)
    {
        if (ledger.Tells.IsEmpty) yield break;
        var ends = new Dictionary<RunId, RunStatus>();
        foreach (var tell in ledger.Tells)
        {
            if (tell.Kind is TellKind.Repeated) ends.Remove(tell.Run);
            else if (EndOf(tell.Kind) is { } end && !ends.TryAdd(tell.Run, end))
                yield return new(AuditRule.ResultsCountOnce, $"{tell.Run}", $"was counted as {ends[tell.Run]} and then, with tell {tell.Sequence}, again as {end}");
        }
        foreach (var run in ledger.Runs.Where(run => ends.TryGetValue(run.Id, out var told) && told != run.Status))
            yield return new(AuditRule.ResultsCountOnce, $"{run.Id}", $"is {run.Status}, but was counted as {ends[run.Id]}");
        if (!ledger.IsOver) yield break;
        foreach (var run in ledger.Runs.Where(run => SweepLedger.IsEnd(run.Status) && !ends.ContainsKey(run.Id)))
            yield return new(AuditRule.ResultsCountOnce, $"{run.Id}", $"is {run.Status}, but its sweep ended without counting it");
    }

    private static IEnumerable<AuditFinding> Counts(SweepLedger ledger)
    {
        var trials = ledger.Trials.Select(trial => trial.Number).ToHashSet();
        foreach (var run in ledger.Runs.Where(run => !trials.Contains(run.Id.TrialNumber) || run.Id.Replicate >= ledger.Sweep.Spec.Seeds.Length))
            yield return new(AuditRule.CountsAddUp, $"{run.Id}", "belongs to no trial and seed of its sweep");
        if (!ledger.IsOver) yield break;
        if (ledger.Counted is { } counted)
        {
            var (id, runs) = (ledger.Sweep.Id, ledger.Runs);
            foreach (var (status, count) in new[] { (RunStatus.Completed, counted.Completed), (RunStatus.Failed, counted.Failed), (RunStatus.Pruned, counted.Pruned), (RunStatus.Cancelled, counted.Cancelled) })
                if (runs.Count(run => run.Status == status) is var rows && rows != count)
                    yield return new(AuditRule.CountsAddUp, id, $"counts {count} runs as {status}, but {rows} rows are");
        }
        var isWhole = ledger.Sweep is { Status: SweepStatus.Completed, Reason: null, Spec.Scheduler.Kind: "none" };
        if (isWhole && ledger.Sweep.Spec.ExpectedRuns is { } expected && ledger.Runs.Length != expected)
            yield return new(AuditRule.CountsAddUp, ledger.Sweep.Id, $"went to its end with {ledger.Runs.Length} runs, but its search has {expected}");
    }

    private static IEnumerable<AuditFinding> Attempts(RunRow run, IEnumerable<AttemptRow> attempts)
    {
        var ordered = attempts.OrderBy(attempt => attempt.Attempt).ToArray();
        if (ordered.Length != run.Attempts) yield return new(AuditRule.AttemptsInOrder, $"{run.Id}", $"got a device {run.Attempts} times, but {ordered.Length} attempts are stored");
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
        {
            if (after.Epoch <= before.Epoch) yield return new(AuditRule.AttemptsInOrder, $"{run.Id}", $"attempt {after.Attempt} has lease {after.Epoch}, attempt {before.Attempt} before it {before.Epoch}; leases must rise");
            if (before.EndedAt is null || before.EndedAt > after.StartedAt) yield return new(AuditRule.AttemptsInOrder, $"{run.Id}", $"attempt {after.Attempt} began before attempt {before.Attempt} had ended");
        }
        var completed = ordered.Count(attempt => attempt.End == "completed");
        var wanted = run.Status is RunStatus.Completed && run.Attempts > 0 ? 1 : 0;
        if (completed != wanted || (wanted == 1 && ordered[^1].End != "completed"))
            yield return new(AuditRule.AttemptsInOrder, $"{run.Id}", $"is {run.Status}, but its attempts ended as {string.Join(", ", ordered.Select(attempt => attempt.End))}");
    }

    private static RunStatus? EndOf(TellKind kind) => kind switch
    {
        TellKind.Completed => RunStatus.Completed,
        TellKind.Pruned => RunStatus.Pruned,
        TellKind.Failed => RunStatus.Failed,
        TellKind.Cancelled => RunStatus.Cancelled,
        _ => null,
    };
}
