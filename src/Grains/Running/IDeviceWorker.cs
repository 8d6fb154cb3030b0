using Orchestrator.Grains.Interfaces.Runs;
using Orleans.Concurrency;
using Orleans.Services;

namespace Orchestrator.Grains.Running;

/// <summary>The worker of one silo: takes attempts, tells them to stop, and leaves on request. All answer at once.</summary>
[Alias("device-worker")]
internal interface IDeviceWorker : IGrainService
{
    /// <summary>Starts the attempt; a second call for the same lease changes nothing. False: this worker goes down or was told to stop this lease, and takes nothing.</summary>
    [AlwaysInterleave, Alias("run")] Task<bool> Run(RunPlan plan, Lease lease, AttemptStart start);

    /// <summary>The attempt ends soon and says so through its run. Unknown leases are remembered, in case they arrive later.</summary>
    [AlwaysInterleave, Alias("stop")] Task Stop(Lease lease, StopReason reason);

    /// <summary>This silo shall leave the cluster in good order. False: its process is there for something else and does not.</summary>
    [AlwaysInterleave, Alias("leave")] Task<bool> Leave();
}

/// <summary>Where an attempt begins.</summary>
/// <param name="ResumeFrom">Null: at iteration 0.</param>
/// <param name="NextRung">Resource level at which the run is judged next; null: nowhere.</param>
[GenerateSerializer, Immutable, Alias("attempt-start")]
internal sealed record AttemptStart(CheckpointRef? ResumeFrom, double? NextRung);

/// <summary>Reaches the worker of any silo of the cluster.</summary>
internal interface IDeviceWorkers
{
    /// <param name="worker">Silo address in parsable form.</param>
    IDeviceWorker On(string worker);
}
