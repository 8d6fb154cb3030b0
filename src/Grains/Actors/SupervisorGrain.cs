using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Actors;

/// <summary>The index of unfinished sweeps as it is stored.</summary>
internal sealed record SupervisorRecord
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;
    public ImmutableArray<string> Unfinished { get; init; } = [];
}

[GrainType("supervisor")]
internal sealed class SupervisorGrain(
    [PersistentState("supervisor", "Default")] IPersistentState<SupervisorRecord> stored, ILogger<SupervisorGrain> log) : Grain, ISupervisorGrain
{
    private const int Parallelism = 16;

    private readonly TurnLock _writes = new();
    private readonly HashSet<string> _registeredDuringTick = [];
    private Task? _tick;

    public Task Register(string sweepId)
    {
        _registeredDuringTick.Add(sweepId);
        return WriteAsync(known => known.Contains(sweepId) ? known : known.Add(sweepId));
    }

    /// <summary>Every silo calls this; calls during a tick join it.</summary>
    public Task Tick() => _tick is { IsCompleted: false } running ? running : _tick = TickAsync();

    private async Task TickAsync()
    {
        _registeredDuringTick.Clear();
        var over = new HashSet<string>();
        foreach (var some in stored.State.Unfinished.Chunk(Parallelism))
        {
            var answers = await Task.WhenAll(some.Select(WakeAsync));
            over.UnionWith(some.Where((_, i) => !answers[i]));
        }
        // One that was registered meanwhile may have been revived after it said that it is over.
        over.ExceptWith(_registeredDuringTick);
        if (over.Count > 0) await WriteAsync(known => known.RemoveAll(over.Contains));
    }

    /// <summary>True: keep it in the index.</summary>
    private async Task<bool> WakeAsync(string sweepId)
    {
        try
        {
            return await GrainFactory.GetGrain<ISweepGrain>(sweepId).Wake();
        }
        catch (Exception e)
        {
            log.WakeFailed(e, sweepId);
            return true;
        }
    }

    private Task<bool> WriteAsync(Func<ImmutableArray<string>, ImmutableArray<string>> change) => _writes.RunAsync(async () =>
    {
        var before = stored.State;
        var next = change(before.Unfinished);
        if (next == before.Unfinished) return false;
        stored.State = before with { Unfinished = next };
        try
        {
            await stored.WriteStateAsync();
            return true;
        }
        catch
        {
            stored.State = before;
            DeactivateOnIdle();
            throw;
        }
    });
}
