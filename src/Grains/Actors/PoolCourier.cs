using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Actors;

/// <summary>
/// Tells runs what the pool decided, each until it has answered. In memory only: if the pool is lost, runs ask again when they are woken.
/// </summary>
internal sealed class PoolCourier(RunReferences runs, Func<Lease, bool> isHeld, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private bool _stopped;

    public void Send(ImmutableArray<PoolEffect> effects)
    {
        foreach (var effect in effects) _ = DeliverAsync(effect);
    }

    public void Stop() => _stopped = true;

    private async Task DeliverAsync(PoolEffect effect)
    {
        var run = runs[effect.Lease.Run];
        for (var delay = FirstDelay; !_stopped && (effect is PoolEffect.Lose || isHeld(effect.Lease)); delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await (effect is PoolEffect.Grant ? run.Granted(effect.Lease) : run.LeaseLost(effect.Lease));
                return;
            }
            catch (Exception e)
            {
                log.PoolEffectFailed(e, effect.ToString());
            }
            await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), time);
        }
    }
}
