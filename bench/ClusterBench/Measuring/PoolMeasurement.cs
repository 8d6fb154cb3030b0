using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>How long the pool thinks when every slot of many workers is taken, requests wait, and one lease after another is given back.</summary>
internal static class PoolMeasurement
{
    private const int Slots = 8;
    private const int Waiting = 1000;
    private const int Events = 500;

    private static readonly ResourceNeed _need = new("any", 1, false);

    public static JsonObject Of(int workers)
    {
        var at = DateTimeOffset.UnixEpoch;
        var state = new PoolState { NextEpoch = 1 };
        for (var worker = 0; worker < workers; worker++) state = After(state, new PoolEvent.Hello(new WorkerHello($"worker {worker}", [new DeviceOffer("cpu", Slots, null) { Cores = Slots }], [])), at);
        for (var run = 0; run < (workers * Slots) + Waiting; run++) state = After(state, new PoolEvent.Requested(Request(run)), at);
        var epoch = state.Leases.Keys.Min();
        var started = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < Events; turn++)
        {
            state = After(state, new PoolEvent.Released(state.Leases[epoch++].Lease), at);
            state = After(state, new PoolEvent.Requested(Request((workers * Slots) + Waiting + turn)), at);
        }
        return new JsonObject
        {
            ["part"] = "pool",
            ["workers"] = workers,
            ["leases"] = state.Leases.Count,
            ["waiting"] = state.Queue.Count,
            ["event_ms"] = Stopwatch.GetElapsedTime(started).TotalMilliseconds / (2 * Events),
        };
    }

    private static LeaseRequest Request(int run) => new(new RunId("s", run, 0), 1, _need, run);

    private static PoolState After(PoolState state, PoolEvent happened, DateTimeOffset at) => PoolMachine.Apply(state, happened, at).State;
}
