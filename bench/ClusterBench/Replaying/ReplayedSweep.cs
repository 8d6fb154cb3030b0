using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Running;
using Orchestrator.Silo;

namespace Orchestrator.Simulation;

/// <summary>A whole sweep in virtual time, through the product's silo, grains, pool and ledger: the same decisions every time.</summary>
internal static class ReplayedSweep
{
    public static async Task<Replayed> RunAsync(Replay replay, string folder, CancellationToken cancellation)
    {
        var time = new VirtualTime(FormulaTraining.LeastSecondsOf(SimulatedSweep.FirstRung));
        await using var silo = await EmbeddedSilo.StartAsync(
            new EmbeddedSiloOptions(folder) { CpuSlots = replay.Devices, Substitutes = services => Simulate(services, time) }, cancellation);
        var started = Stopwatch.GetTimestamp();
        var id = await silo.Client.SubmitAsync(replay.Sweep);
        var sweep = silo.Client.GetGrain<ISweepGrain>(id);
        await ConductAsync(sweep, time, cancellation);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var over = await sweep.Snapshot();
        if (over is not { Status: SweepStatus.Completed, Failed: 0 }) throw new InvalidOperationException($"The sweep did not come to its end: {over}");
        var ledger = silo.Client.ServiceProvider.GetRequiredService<ILedger>();
        var tells = await ledger.TellsAsync(id, cancellation);
        return new Replayed(
            DecisionTrace.Hash(await ledger.TrialsAsync(id, cancellation), tells),
            tells.Count(tell => tell.Kind is TellKind.Paused or TellKind.Completed), over.Completed, time.Now, seconds);
    }

    private static async Task ConductAsync(ISweepGrain sweep, VirtualTime time, CancellationToken cancellation)
    {
        // Between two steps nobody speaks to the sweep, so that these are all.
        while (await sweep.InFlight() is { IsEmpty: false } inFlight) await time.StepAsync(inFlight).WaitAsync(cancellation);
    }

    private static void Simulate(IServiceCollection services, VirtualTime time)
    {
        var devices = new VirtualDevices(time);
        services.AddSingleton<IRunExecutor>(devices);
        services.AddSingleton<IIncomingGrainCallFilter>(new SweepWatch(time, devices));
    }
}
