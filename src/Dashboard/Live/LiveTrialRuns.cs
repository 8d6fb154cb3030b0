using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Live;

/// <summary>The runs of each watched trial, read once for all pages.</summary>
internal sealed class LiveTrialRuns(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly LiveSet<(string SweepId, int Trial), ImmutableArray<RunRow>> _trials = new(trial => new LiveValue<ImmutableArray<RunRow>>(
        _ => OnceAsync(grains, trial.SweepId, trial.Trial), (before, now) => before.SequenceEqual(now), () => crowd.Between(Period), clock));

    public IDisposable Watch(string sweepId, int trial, Func<ImmutableArray<RunRow>, Task> changed) => _trials.Watch((sweepId, trial), changed);

    /// <summary>For a page that nobody watches yet.</summary>
    public Task<ImmutableArray<RunRow>> OnceAsync(string sweepId, int trial) => OnceAsync(grains, sweepId, trial);

    public void Dispose() => _trials.Dispose();

    private static Task<ImmutableArray<RunRow>> OnceAsync(IGrainFactory grains, string sweepId, int trial) => grains.GetGrain<IQueryGrain>(0).TrialRuns(sweepId, trial);
}
