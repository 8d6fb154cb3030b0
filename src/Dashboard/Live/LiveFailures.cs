using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Each watched sweep's failed runs by cause, counted once for all pages, and anew only when their number has changed.</summary>
internal sealed class LiveFailures(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly LiveSet<string, ImmutableArray<FailureGroup>> _sweeps = new(id =>
    {
        (ImmutableArray<FailureGroup>? Groups, long? At) last = default;
        return new LiveValue<ImmutableArray<FailureGroup>>(
            async _ =>
            {
                var at = (await grains.GetGrain<ISweepGrain>(id).Snapshot())?.Failed;
                if (last.Groups is not { } groups || last.At != at) last = (groups = await grains.GetGrain<IQueryGrain>(0).Failures(id), at);
                return groups;
            },
            (before, now) => before.SequenceEqual(now), () => crowd.Between(Period), clock);
    });

    /// <param name="sweepId">Of a sweep that exists.</param>
    public IDisposable Watch(string sweepId, Func<ImmutableArray<FailureGroup>, Task> changed) => _sweeps.Watch(sweepId, changed);

    public void Dispose() => _sweeps.Dispose();
}
