using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>
/// One training run (key: text form of its <see cref="RunId"/>); the only owner of its state and attempts.
/// Notifications interleave and return once the new state is durable; every message may arrive twice.
/// </summary>
[Alias("training-run")]
public interface ITrainingRunGrain : IGrainWithStringKey
{
    [AlwaysInterleave, Alias("start")] Task Start(RunPlan plan);

    [AlwaysInterleave, Alias("granted")] Task Granted(Lease lease);

    /// <summary>From the worker: new observations; durable when answered.</summary>
    [AlwaysInterleave, Alias("report")] Task<Directive> Report(Lease lease, Progress progress);

    /// <summary>From the worker: the attempt is over; the last observations come first through <see cref="Report"/>.</summary>
    [AlwaysInterleave, Alias("ended")] Task Ended(Lease lease, Outcome outcome);

    /// <summary>From the pool: the device of this lease is gone.</summary>
    [AlwaysInterleave, Alias("lease-lost")] Task LeaseLost(Lease lease);

    [AlwaysInterleave, Alias("cancel")] Task Cancel();

    /// <summary>Failed runs only: queue again, with a fresh allowance of retries, from the start. Anything else: no effect.</summary>
    [AlwaysInterleave, Alias("retry")] Task Retry();

    /// <summary>Do what is due after a restart: repeat unfinished effects, ask for a lease again.</summary>
    [AlwaysInterleave, Alias("wake")] Task Wake();
}
