using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Actors;

/// <summary>What an actor needs of its grain.</summary>
/// <param name="Perform">Carries out one effect; may throw, and is then asked again.</param>
/// <param name="Key">Effects with one key are carried out in order; others begin in order and do not wait for each other.</param>
/// <param name="Deactivate">Drops this activation after the current call.</param>
internal sealed record ActorPorts<TEffect>(string Id, Func<TEffect, Task> Perform, Func<TEffect, string> Key, Action Deactivate, TimeProvider Time, ILogger Log)
{
    /// <summary>Called when every effect is carried out.</summary>
    public Action Drained { get; init; } = () => { };
}

/// <summary>
/// The one way in which grains change: apply, store state and outbox in one write, answer, then carry out the outbox. Turns exclude
/// each other although messages interleave. A failed write drops the activation, because memory must not run ahead of storage.
/// Lives on the scheduler of its grain.
/// </summary>
internal sealed class Actor<TState, TEffect>(IPersistentState<ActorRecord<TState, TEffect>> stored, TState initial, ActorPorts<TEffect> ports)
    where TState : class
    where TEffect : notnull
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly TurnLock _turns = new();
    private readonly List<OutboxEntry<TEffect>> _passing = [];

    /// <summary>Carried out; the next write forgets them. After a crash before it they are carried out again, which every effect allows.</summary>
    private readonly HashSet<long> _done = [];

    /// <summary>What is durable: an effect of a write under way must wait for it.</summary>
    private ImmutableArray<OutboxEntry<TEffect>> _outbox = stored.State.Outbox;
    private long _nextPassing = -1;
    private bool _draining;
    private bool _broken;
    private bool _stopped;

    public TState State { get; private set; } = stored.State.State ?? initial;

    public Task<T> TurnAsync<T>(Func<Task<T>> act) => _turns.RunAsync(
        () => _broken ? throw new ActorUnavailableException($"{ports.Id} is being reloaded after a failed write; ask again.") : act());

    /// <summary>Within a turn: the new state and its effects are durable when this completes.</summary>
    public async Task CommitAsync(TState next, ImmutableArray<TEffect> effects)
    {
        var number = stored.State.NextEntry;
        await WriteAsync(next, [.. effects.Select(e => new OutboxEntry<TEffect>(number++, e))]);
        Kick();
    }

    /// <summary>Within a turn that failed half-way: what the grain holds beside its state may be ahead of storage, so all of it is read again.</summary>
    public void Abandon()
    {
        _broken = true;
        ports.Deactivate();
    }

    /// <summary>Within a turn: a state and effects that may be lost.</summary>
    public void Pass(TState next, ImmutableArray<TEffect> effects)
    {
        State = next;
        foreach (var effect in effects.Where(e => !Pending().Any(p => p.Effect.Equals(e))).ToArray())
            _passing.Add(new OutboxEntry<TEffect>(_nextPassing--, effect));
        Kick();
    }

    /// <summary>Carry out what is left from before; called on activation.</summary>
    public void Kick()
    {
        if (!_draining && !_stopped && !_broken && Pending().Length > 0) _ = DrainAsync();
    }

    public void Stop() => _stopped = true;

    private ImmutableArray<OutboxEntry<TEffect>> Pending() => [.. _outbox.Where(e => !_done.Contains(e.Number)), .. _passing];

    private async Task WriteAsync(TState next, ImmutableArray<OutboxEntry<TEffect>> added)
    {
        var before = stored.State;
        var done = _done.ToArray();
        var after = new ActorRecord<TState, TEffect>
        {
            Schema = ActorRecord<TState, TEffect>.CurrentSchema,
            State = next,
            Outbox = [.. before.Outbox.Where(e => !done.Contains(e.Number)), .. added],
            NextEntry = before.NextEntry + added.Length,
        };
        stored.State = after;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            stored.State = before;
            Abandon();
            throw;
        }
        (State, _outbox) = (next, after.Outbox);
        _done.ExceptWith(done);
    }

    private async Task DrainAsync()
    {
        _draining = true;
        var delay = FirstDelay;
        try
        {
            while (!_stopped && !_broken && Pending() is { Length: > 0 } pending)
            {
                if (await PerformAsync(pending))
                {
                    delay = FirstDelay;
                    continue;
                }
                await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), ports.Time);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
        catch (Exception e)
        {
            ports.Log.OutboxInterrupted(e, ports.Id);
        }
        finally
        {
            _draining = false;
        }
        if (!_stopped && !_broken && Pending().Length == 0) ports.Drained();
    }

    private async Task<bool> PerformAsync(ImmutableArray<OutboxEntry<TEffect>> pending)
    {
        var lanes = await Task.WhenAll(pending.GroupBy(entry => ports.Key(entry.Effect)).Select(PerformLaneAsync));
        return lanes.All(isDone => isDone);
    }

    private async Task<bool> PerformLaneAsync(IEnumerable<OutboxEntry<TEffect>> lane)
    {
        foreach (var entry in lane)
        {
            if (_stopped) break;
            try
            {
                await ports.Perform(entry.Effect);
                if (!_passing.Remove(entry)) _done.Add(entry.Number);
            }
            catch (Exception e)
            {
                ports.Log.EffectFailed(e, ports.Id, entry.Effect.ToString());
                return false;
            }
        }
        return true;
    }
}

/// <summary>The actor is being reloaded; the caller should ask again.</summary>
[GenerateSerializer, Alias("actor-unavailable")]
public sealed class ActorUnavailableException : Exception
{
    public ActorUnavailableException() { }

    public ActorUnavailableException(string message) : base(message) { }

    public ActorUnavailableException(string message, Exception inner) : base(message, inner) { }
}
