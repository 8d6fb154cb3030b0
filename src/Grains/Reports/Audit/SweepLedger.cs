using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Reports.Audit;

/// <summary>The rows of one sweep but its observations, of which there may be millions.</summary>
/// <param name="Counted">What the sweep itself has counted; null: it was not asked.</param>
internal sealed record SweepLedger(
    SweepRow Sweep, ImmutableArray<TrialRow> Trials, ImmutableArray<TellRow> Tells, ImmutableArray<RunRow> Runs, ImmutableArray<AttemptRow> Attempts, SweepSnapshot? Counted)
{
    public bool IsOver => IsEnd(Sweep.Status);

    public static bool IsEnd(SweepStatus status) => status is not (SweepStatus.Active or SweepStatus.Paused);

    public static bool IsEnd(RunStatus status) => status is RunStatus.Completed or RunStatus.Pruned or RunStatus.Failed or RunStatus.Cancelled;
}
