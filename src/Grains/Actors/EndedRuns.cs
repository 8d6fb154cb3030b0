using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

/// <summary>Runs of a sweep that somebody wants to begin again, by number: the failed ones, and those that were withdrawn before they got a device. Read from the ledger when a pass begins.</summary>
internal sealed class EndedRuns(string sweepId, ILedger ledger)
{
    private ImmutableArray<FailedRun>? _failed;
    private ImmutableArray<RunId>? _withdrawn;

    public async Task<ImmutableArray<FailedRun>> ReadFailedAsync()
    {
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        _failed = [.. from run in runs
                      where run.Status == RunStatus.Failed
                      orderby run.Id.TrialNumber, run.Id.Replicate
                      select new FailedRun(run.Id, run.Attempts, run.Cause ?? FailureCause.Internal)];
        return _failed.Value;
    }

    /// <summary>The first one behind the pass's place that it is about; null: none.</summary>
    public async Task<FailedRun?> NextFailedAsync(RetryPass pass)
    {
        var failed = _failed ?? await ReadFailedAsync();
        return failed.FirstOrDefault(r => IsBehind(r.Run, (pass.Trial, pass.Replicate)) && (pass.Causes.IsEmpty || pass.Causes.Contains(r.Cause)));
    }

    /// <summary>The first one behind the pass's place; null: none.</summary>
    public async Task<RunId?> NextWithdrawnAsync(RevivalPass pass)
    {
        if (_withdrawn is null || pass == RevivalPass.FromTheStart) _withdrawn = await ReadWithdrawnAsync();
        return _withdrawn.Value.Where(run => IsBehind(run, (pass.Trial, pass.Replicate))).Select(run => (RunId?)run).FirstOrDefault();
    }

    private async Task<ImmutableArray<RunId>> ReadWithdrawnAsync()
    {
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        return [.. runs.Where(run => run is { Status: RunStatus.Cancelled, Attempts: 0 }).Select(run => run.Id).OrderBy(run => (run.TrialNumber, run.Replicate))];
    }

    private static bool IsBehind(RunId run, (int, int) place) => (run.TrialNumber, run.Replicate).CompareTo(place) > 0;
}
