using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Running;
using Orchestrator.Grains.Running.Processes;
using Orchestrator.Grains.Specs;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains;

/// <summary>Puts the orchestrator's actors and worker into a silo.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// The host adds what they stand on: an <see cref="Ledger.ILedger"/> and a grain storage called "Default".
    /// A <see cref="TimeProvider"/>, an <c>IMachineDevices</c> and an <c>IRunExecutor</c> that are registered already are kept.
    /// </summary>
    public static ISiloBuilder AddOrchestratorGrains(this ISiloBuilder silo, WorkerOptions options)
    {
        var services = silo.Services;
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IMachineDevices, MachineDevices>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<DeviceProcesses>();
        services.AddSingleton<MeasurementReplay>();
        services.AddSingleton<ProcessExecutor>();
        services.TryAddSingleton<IRunExecutor, IsolationChoice>();
        services.TryAddSingleton<IExperimentRules, ExperimentRules>();
        services.TryAddSingleton<IPlanTranslator, PlanToEngine>();
        services.TryAddSingleton<ICheckpointJoin, EngineCheckpointJoin>();
        services.AddSingleton<Handovers>();
        services.AddSingleton<SweepServices>();
        services.AddSingleton<ClusterLife>();
        services.AddSingleton<RunReferences>();
        services.AddSingleton<RunEffects>();
        services.AddSingleton<AttemptServices>();
        services.AddSingleton<IDeviceWorkers, DeviceWorkers>();
        services.AddSingleton<DeviceHost>();
        services.AddSingleton<SiloDeparture>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<DeviceHost>());
        services.AddHostedService<SupervisorTicker>();
        return silo.AddGrainService<DeviceWorker>();
    }
}
