using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Dashboard.Figures;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Each watched sweep's figures, made once for all pages, and anew only when a run has ended since.</summary>
internal sealed class LiveFigures(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // Kept while nobody looks: who comes back to a sweep that is over finds them made.
    private readonly ConcurrentDictionary<string, LiveValue<FigureState>> _sweeps = new(StringComparer.Ordinal);

    /// <param name="sweepId">Of a sweep that exists.</param>
    public IDisposable Watch(string sweepId, Func<FigureState, Task> changed) => _sweeps.GetOrAdd(sweepId, Make).Watch(changed);

    public void Dispose()
    {
        foreach (var sweep in _sweeps.Values) sweep.Dispose();
    }

    private LiveValue<FigureState> Make(string sweepId)
    {
        FigureState? last = null;
        return new LiveValue<FigureState>(async _ => last = await LookAsync(sweepId, last), FigureState.IsSame, () => crowd.Between(Period), clock);
    }

    private async Task<FigureState> LookAsync(string id, FigureState? last)
    {
        var finished = (await grains.GetGrain<ISweepGrain>(id).Snapshot())?.Finished ?? 0;
        if (last?.Finished == finished) return last;
        var query = grains.GetGrain<IQueryGrain>(0);
        if (await query.Sweep(id) is not { } sweep) return new FigureState(finished, [], null);
        var earlier = (last?.Figures ?? []).ToDictionary(figure => figure.Series.Id, StringComparer.Ordinal);
        return new FigureState(
            finished,
            [.. (await query.Figures(id)).Select(series => new SharedFigure(series).Or(earlier.GetValueOrDefault(series.Id)))],
            SharedParallel.Of(sweep, await LeadingTrials.OfAsync(query, sweep), last?.Parallel));
    }
}

/// <param name="Finished">Runs that had ended when the figures were made.</param>
/// <param name="Parallel">Null: there is nothing to draw yet.</param>
internal sealed record FigureState(long Finished, ImmutableArray<SharedFigure> Figures, SharedParallel? Parallel)
{
    public static bool IsSame(FigureState before, FigureState now) => ReferenceEquals(before.Parallel, now.Parallel) && before.Figures.SequenceEqual(now.Figures);
}
