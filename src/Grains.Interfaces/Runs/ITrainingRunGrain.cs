using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Workers;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>
/// One training run (key: text form of its <see cref="RunId"/>); the only owner of its state and attempts.
/// Notifications interleave and return once the new state is durable; every message may arrive twice.
/// </summary>
[Alias("training-run")]
public interface ITrainingRunGrain : IGrainWithStringKey
{
    /// <summary>Answers what to ask of the pool for it; null: it is under way or over already, or no device of ours trains it.</summary>
    [AlwaysInterleave, Alias("start")] Task<LeaseRequest?> Start(RunPlan plan);

    [AlwaysInterleave, Alias("granted")] Task Granted(Lease lease);

    /// <summary>From the worker: new observations; durable when answered.</summary>
    [AlwaysInterleave, Alias("report")] Task<Directive> Report(Lease lease, Progress progress);

    /// <summary>From the worker: the attempt is over.</summary>
    /// <param name="last">What was not reported before; null: nothing.</param>
    [AlwaysInterleave, Alias("ended")] Task Ended(Lease lease, Outcome outcome, Progress? last);

    /// <summary>From the pool: the device of this lease is gone.</summary>
    [AlwaysInterleave, Alias("lease-lost")] Task LeaseLost(Lease lease);

    [AlwaysInterleave, Alias("cancel")] Task Cancel();

    /// <summary>End as cancelled, if the run never got a device. No effect once a newer order has revived it.</summary>
    [AlwaysInterleave, Alias("withdraw")] Task Withdraw(int order);

    /// <summary>Queue a run again that was withdrawn before it got a device.</summary>
    [AlwaysInterleave, Alias("revive")] Task Revive(int order);

    /// <summary>The sweep is paused: checkpoint, give the device back and wait. Orders of a sweep rise; one that is not newer than the last is a late copy.</summary>
    [AlwaysInterleave, Alias("pause")] Task Pause(int order);

    /// <summary>The sweep goes on. No effect on a run that the scheduler has set aside.</summary>
    [AlwaysInterleave, Alias("release")] Task Release(int order);

    /// <summary>Go on with a run that the scheduler had set aside, up to a new level.</summary>
    /// <param name="nextRung">Where it is judged next; null: nowhere.</param>
    [AlwaysInterleave, Alias("take-up")] Task TakeUp(int order, double? nextRung);

    /// <summary>The same with what another run has learned, and other settings.</summary>
    [AlwaysInterleave, Alias("take-over")] Task TakeOver(int order, double? nextRung, Takeover takeover);

    /// <summary>End a run that was set aside.</summary>
    [AlwaysInterleave, Alias("prune")] Task Prune(int order, string why);

    /// <summary>
    /// Queue a failed run again, with a fresh allowance of retries, from the start. No effect on any other run, nor on one that has
    /// executed another number of attempts than <paramref name="afterAttempts"/>: then this message is a late copy.
    /// </summary>
    [AlwaysInterleave, Alias("retry")] Task Retry(int afterAttempts);

    /// <summary>A run that a foreign program trains is handed to this asker, if it waits or the asker has it already; null: neither.</summary>
    [AlwaysInterleave, Alias("ask")] Task<RunPlan?> Ask(string asker, Handing handing);

    /// <summary>From the foreign program, which has trained it; durable when answered.</summary>
    /// <param name="values">Sound, with every objective.</param>
    [AlwaysInterleave, Alias("tell")] Task<TellAnswer> Tell(ImmutableArray<MetricValue> values);

    /// <summary>From the foreign program, which could not train it.</summary>
    [AlwaysInterleave, Alias("tell-failure")] Task<TellAnswer> TellFailure(string message);

    /// <summary>From a page: the newest fit of a run that trains, if there is one. Whoever looks orders the next one.</summary>
    [AlwaysInterleave, Alias("live-fit")] Task<LiveFit?> LiveFit();

    /// <summary>Do what is due after a restart: repeat unfinished effects, ask for a lease again.</summary>
    [AlwaysInterleave, Alias("wake")] Task Wake();
}

public enum Handing
{
    /// <summary>Only a run that the asker has already.</summary>
    OnlyOwn = 1,

    /// <summary>Also one that waits.</summary>
    AlsoWaiting = 2,
}
