using Orchestrator.Grains.Interfaces.Runs;
using Orleans.Concurrency;
using Orleans.Services;

namespace Orchestrator.Grains.Running;

/// <summary>The worker of one silo: takes attempts and tells them to stop. Both answer at once.</summary>
[Alias("device-worker")]
internal interface IDeviceWorker : IGrainService
{
    /// <summary>Starts the attempt; a second call for the same lease changes nothing. False: this worker goes down or was told to stop this lease, and takes nothing.</summary>
    [AlwaysInterleave, Alias("run")] Task<bool> Run(RunPlan plan, Lease lease, CheckpointRef? resumeFrom);

    /// <summary>The attempt ends soon and says so through its run. Unknown leases are remembered, in case they arrive later.</summary>
    [AlwaysInterleave, Alias("stop")] Task Stop(Lease lease, StopReason reason);
}

/// <summary>Reaches the worker of any silo of the cluster.</summary>
internal interface IDeviceWorkers
{
    /// <param name="worker">Silo address in parsable form.</param>
    IDeviceWorker On(string worker);
}
