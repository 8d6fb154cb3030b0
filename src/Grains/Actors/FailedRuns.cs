using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

/// <summary>The failed runs of a sweep by number, read from the ledger when somebody wants to repeat them.</summary>
internal sealed class FailedRuns(string sweepId, ILedger ledger)
{
    private ImmutableArray<FailedRun>? _failed;

    public async Task<ImmutableArray<FailedRun>> ReadAsync()
    {
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        _failed = [.. from run in runs
                      where run.Status == RunStatus.Failed
                      orderby run.Id.TrialNumber, run.Id.Replicate
                      select new FailedRun(run.Id, run.Attempts, run.Cause ?? FailureCause.Internal)];
        return _failed.Value;
    }

    /// <summary>The first one behind the pass's place that it is about; null: none.</summary>
    public async Task<FailedRun?> NextAsync(RetryPass pass)
    {
        var failed = _failed ?? await ReadAsync();
        return failed.FirstOrDefault(r => (r.Run.TrialNumber, r.Run.Replicate).CompareTo((pass.Trial, pass.Replicate)) > 0
            && (pass.Causes.IsEmpty || pass.Causes.Contains(r.Cause)));
    }
}
