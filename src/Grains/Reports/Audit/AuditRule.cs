namespace Orchestrator.Grains.Reports.Audit;

/// <summary>Names of the rules that a sound ledger keeps, whatever happened to the processes that wrote it.</summary>
internal static class AuditRule
{
    /// <summary>A sweep that is over has an end and no run without one.</summary>
    public const string EveryRunEnds = "every-run-ends";

    /// <summary>The sweep took note of every end exactly once, as it is in the run's row.</summary>
    public const string ResultsCountOnce = "results-count-once";

    /// <summary>The counts that the sweep keeps are those of its rows.</summary>
    public const string CountsAddUp = "counts-add-up";

    /// <summary>Attempts and their epochs rise together, a completed run has one completed attempt, and it is the last.</summary>
    public const string AttemptsInOrder = "attempts-in-order";

    /// <summary>Cumulative evaluations never fall along a run, and its result is its last observation.</summary>
    public const string EvaluationsAddUp = "evaluations-add-up";

    /// <summary>No epoch is given out twice, and nothing else runs on a device that is held exclusively.</summary>
    public const string LeasesHeldOnce = "leases-held-once";
}
