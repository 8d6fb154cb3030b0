using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Actors;

/// <summary>All that a pool stores: epochs below this may have been given out.</summary>
internal sealed record PoolRecord
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;
    public long EpochsReservedBelow { get; init; } = 1;
}

[GrainType("pool"), KeepAlive]
internal sealed class PoolGrain(
    [PersistentState("pool", "Default")] IPersistentState<PoolRecord> stored,
    ClusterLife life, RunReferences runs, TimeProvider time, ILogger<PoolGrain> log) : Grain, IPoolGrain
{
    /// <summary>One write per so many leases.</summary>
    private const long EpochBlock = 1000;

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly TurnLock _turns = new();
    private readonly SteadyClock _clock = new(time);
    private readonly PoolActivity _activity = new();
    private readonly Dictionary<(string Worker, string Device), DateTimeOffset> _usedUntil = [];
    private PoolCourier _courier = null!;
    private PoolState _state = null!;
    private bool _broken;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new PoolState { NextEpoch = stored.State.EpochsReservedBelow, FirstEpoch = stored.State.EpochsReservedBelow };
        _courier = new PoolCourier(runs, lease => _state.Leases.ContainsKey(lease.Epoch), time, log);
        this.RegisterGrainTimer(_ => TickAsync(), new GrainTimerCreationOptions { DueTime = TickEvery, Period = TickEvery, Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _courier.Stop();
        _activity.Left();
        return Task.CompletedTask;
    }

    public Task Request(LeaseRequest request) => TurnAsync(new PoolEvent.Requested(request));

    public Task Withdraw(RunId run, int attempt) => TurnAsync(new PoolEvent.Withdrawn(run, attempt));

    public Task Release(Lease lease)
    {
        _usedUntil[(lease.Worker, lease.Device)] = time.GetUtcNow();
        return TurnAsync(new PoolEvent.Released(lease));
    }

    public Task Measured(RunId run, long peakBytes) => TurnAsync(new PoolEvent.Measured(run, peakBytes));

    public Task Confirm(Lease lease) => TurnAsync(new PoolEvent.Confirmed(
        lease, _state.Workers.ContainsKey(lease.Worker) ? life.IsDead(lease.Worker) : life.IsDeadOrForgotten(lease.Worker)));

    public async Task<long> Hello(WorkerHello hello)
    {
        await TurnAsync(new PoolEvent.Hello(hello));
        return _state.FirstEpoch;
    }

    public Task Goodbye(string worker) => TurnAsync(new PoolEvent.Goodbye(worker));

    public Task<ImmutableArray<DeviceRow>> Devices() => Task.FromResult<ImmutableArray<DeviceRow>>(
    [
        .. from worker in _state.Workers.Values
           from device in worker.Devices
           let leases = _state.Leases.Values.Select(h => h.Lease).Where(l => l.Worker == worker.Address && l.Device == device.Name).OrderBy(l => l.Epoch).ToImmutableArray()
           select new DeviceRow(worker.Address, device.Name, device.Slots, leases)
           {
               IdleSince = leases.IsEmpty && _usedUntil.TryGetValue((worker.Address, device.Name), out var until) ? until : null,
               ProcessBytes = worker.ProcessBytes,
               Model = device.Model,
               MemoryBytes = device.MemoryBytes,
           },
    ]);

    private async Task TickAsync()
    {
        await TurnAsync(new PoolEvent.Tick([.. _state.Workers.Keys.Where(life.IsDead)]));
        _activity.Show(_state);
        Forget();
    }

    private Task<bool> TurnAsync(PoolEvent happened) => _turns.RunAsync(async () =>
    {
        if (_broken) throw new ActorUnavailableException("The pool is being reloaded after a failed write; ask again.");
        var transition = PoolMachine.Apply(_state, happened, _clock.Now);
        await ReserveEpochsAsync(transition.State.NextEpoch);
        PoolActivity.Lost(_state, transition.State);
        _state = transition.State;
        foreach (var lost in transition.Effects.OfType<PoolEffect.Lose>()) log.LeaseLost(lost.Lease.Run.ToString(), lost.Lease.Attempt, lost.Lease.Epoch, lost.Lease.Worker);
        _courier.Send(transition.Effects);
        return true;
    });

    /// <summary>Workers that are gone.</summary>
    private void Forget()
    {
        foreach (var device in _usedUntil.Keys.Where(device => !_state.Workers.ContainsKey(device.Worker)).ToArray()) _usedUntil.Remove(device);
    }

    /// <summary>No epoch leaves this grain before it is durable that it may have.</summary>
    private async Task ReserveEpochsAsync(long next)
    {
        if (next <= stored.State.EpochsReservedBelow) return;
        stored.State = stored.State with { EpochsReservedBelow = next + EpochBlock };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            _broken = true;
            DeactivateOnIdle();
            throw;
        }
    }
}
