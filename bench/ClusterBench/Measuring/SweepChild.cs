using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Silo.Directories;
using Orchestrator.Simulation;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>A process of its own that serves one sweep, so that its memory and its death are its own.</summary>
internal static class SweepChild
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes what it measured once so many runs are finished, and goes on until it is killed.</summary>
    public static async Task ServeAsync(string folder, long runs)
    {
        await using var silo = await SimulatedSilo.StartAsync(folder, CancellationToken.None);
        var id = await silo.Client.SubmitAsync(SimulatedSweep.Random(runs + SweepMeasurement.Left));
        var progress = await FollowAsync(silo.Client.GetGrain<ISweepGrain>(id), runs);
        var line = progress.ToJson("sweep", runs);
        line["collections"] = GC.CollectionCount(0);
        line["collector_pauses_s"] = GC.GetTotalPauseDuration().TotalSeconds;
        line["ledger_bytes_per_run"] = new FileInfo(new DataDirectory(folder).LedgerFile).Length / runs;
        Write(line);
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    /// <summary>The other silo of a cluster: says that it has joined, and works until it is killed.</summary>
    public static async Task JoinAsync(string database, int siloPort, int gatewayPort)
    {
        await using var silo = await SimulatedSilo.JoinAsync(database, siloPort, gatewayPort, PostgresMeasurement.Silos);
        Write(new JsonObject { ["joined"] = siloPort });
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    /// <summary>The silo of a cluster that takes the sweep; writes what it measured once so many runs are finished.</summary>
    public static async Task LeadAsync(string database, int siloPort, int gatewayPort, long runs)
    {
        await using var silo = await SimulatedSilo.JoinAsync(database, siloPort, gatewayPort, PostgresMeasurement.Silos);
        var id = await silo.Client.SubmitAsync(SimulatedSweep.Random(runs + SweepMeasurement.Left));
        Write((await FollowAsync(silo.Client.GetGrain<ISweepGrain>(id), runs)).ToJson("postgres", runs));
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Seconds from the start of this process until the sweep was served again, and until it had finished another run.</summary>
    public static async Task ResumeAsync(string folder, string id, long runs)
    {
        await using var silo = await SimulatedSilo.StartAsync(folder, CancellationToken.None);
        var sweep = silo.Client.GetGrain<ISweepGrain>(id);
        var first = await sweep.Snapshot() ?? throw new InvalidOperationException($"{id} is gone.");
        var active = SinceStart();
        while ((await sweep.Snapshot())!.Finished == first.Finished) await Task.Delay(LookEvery);
        Write(new JsonObject { ["restart_runs"] = first.Finished, ["restart_lost"] = Math.Max(0, runs - first.Finished), ["restart_active_s"] = active, ["restart_run_s"] = SinceStart() });
    }

    private static async Task<Progress> FollowAsync(ISweepGrain sweep, long runs)
    {
        var progress = new Progress();
        while (true)
        {
            var snapshot = await sweep.Snapshot();
            progress.Add(snapshot!.Finished);
            if (snapshot.Finished >= runs) return progress with { Id = snapshot.Id };
            await Task.Delay(LookEvery);
        }
    }

    private static double SinceStart() => (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds;

    private static void Write(JsonObject line) => Console.WriteLine(line.ToJsonString());
}
