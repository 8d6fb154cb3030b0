using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Running;

/// <summary>
/// This silo's devices and the attempts on them. Says hello to the pool at the start, at every change and regularly; drains when the
/// silo stops, while grains and storage still work.
/// </summary>
internal sealed class DeviceHost(AttemptServices services, IMachineDevices devices, ILocalSiloDetails silo, WorkerOptions options, ILogger<DeviceHost> log) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Changes within it share a hello: short attempts on many places would say little else.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<long, Attempt> _attempts = [];
    private readonly ConcurrentDictionary<long, StopReason> _stoppedBefore = [];
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _down = new();

    /// <summary>Between taking a lease and telling the pool what is taken and what will be refused.</summary>
    private readonly Lock _fence = new();
    private readonly string _address = silo.SiloAddress.ToParsableString();
    private long _refusesBelow;
    private volatile bool _draining;
    private Task _hellos = Task.CompletedTask;

    /// <summary>Called by the silo: after everything a report needs is up, and before any of it goes down.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        if (options.Enabled) lifecycle.Subscribe(nameof(DeviceHost), ServiceLifecycleStage.Active + 1, StartAsync, DrainAsync);
    }

    /// <summary>Answers false when this worker takes nothing, or this lease no more.</summary>
    public bool Take(RunPlan plan, Lease lease, AttemptStart start)
    {
        if (_draining || !options.Enabled || lease.Worker != _address || _stoppedBefore.ContainsKey(lease.Epoch)) return false;
        // It may have broken after the pool heard of it.
        if (devices.Offers.All(offer => offer.Name != lease.Device)) return false;
        var attempt = new Attempt(plan, lease, start, services);
        lock (_fence)
        {
            if (_attempts.ContainsKey(lease.Epoch)) return true;
            // From a pool that was hung and has been replaced: the new one may have given the slot to somebody else.
            if (lease.Epoch < _refusesBelow) return false;
            _attempts[lease.Epoch] = attempt;
        }
        // A drain that began between the first look and the entry may have missed it.
        if (_draining) attempt.Stop(StopReason.Interrupted);
        _ = RunAsync(attempt);
        return true;
    }

    public void Stop(Lease lease, StopReason reason)
    {
        if (_attempts.TryGetValue(lease.Epoch, out var attempt)) attempt.Stop(reason);
        else _stoppedBefore.TryAdd(lease.Epoch, reason);
    }

    private async Task RunAsync(Attempt attempt)
    {
        Changed();
        try
        {
            await Task.Run(() => attempt.RunAsync(_down.Token));
        }
        catch (Exception e)
        {
            log.AttemptLost(e, attempt.Lease.Run.ToString(), attempt.Lease.Attempt, attempt.Lease.Epoch);
        }
        finally
        {
            _attempts.TryRemove(attempt.Lease.Epoch, out _);
            Changed();
        }
    }

    private Task StartAsync(CancellationToken cancellation)
    {
        _hellos = Task.Run(HelloLoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task HelloLoopAsync()
    {
        while (!_draining)
        {
            await SayHelloAsync();
            await Task.Delay(ShortestPause, services.Time, _down.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WaitForChangeAsync();
        }
    }

    private async Task SayHelloAsync()
    {
        try
        {
            // A pool that is new here gives nothing until it has heard that older leases are refused.
            while (await Pool.Hello(Hello()) is var first && first > _refusesBelow)
            {
                lock (_fence) _refusesBelow = first;
            }
        }
        catch (Exception e) when (!_draining)
        {
            log.HelloFailed(e);
        }
    }

    private WorkerHello Hello()
    {
        lock (_fence) return new WorkerHello(_address, devices.Offers, [.. _attempts.Values.Select(a => a.Lease)]) { ProcessBytes = Environment.WorkingSet, RefusesBelow = _refusesBelow };
    }

    private async Task WaitForChangeAsync()
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(_down.Token);
        var change = _changed.Reader.ReadAsync(until.Token).AsTask();
        var regular = Task.Delay(options.HelloEvery, services.Time, until.Token);
        await Task.WhenAny(change, regular);
        await until.CancelAsync();
        await Task.WhenAll(change, regular).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Changed() => _changed.Writer.TryWrite(true);

    public void Dispose() => _down.Dispose();

    /// <summary>Nothing new; every attempt checkpoints, stops and says so, as far as the time allows.</summary>
    private async Task DrainAsync(CancellationToken cancellation)
    {
        _draining = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.DrainWithin);
        var running = _attempts.Values.ToArray();
        foreach (var attempt in running) attempt.Stop(StopReason.Interrupted);
        try
        {
            await Pool.Goodbye(_address).WaitAsync(patience.Token);
            await Task.WhenAll(running.Select(a => a.Over)).WaitAsync(patience.Token);
        }
        catch (Exception e)
        {
            log.DrainIncomplete(e, _attempts.Count);
        }
        await _down.CancelAsync();
        await _hellos.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IPoolGrain Pool => services.Grains.GetGrain<IPoolGrain>("main");
}
