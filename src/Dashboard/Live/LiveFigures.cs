using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Each watched sweep's figures, made once for all pages, and anew only when a run has ended since.</summary>
internal sealed class LiveFigures(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, LiveValue<FigureState>> _sweeps = new(StringComparer.Ordinal);

    public LiveValue<FigureState> Of(string sweepId) => _sweeps.GetOrAdd(sweepId, id =>
    {
        FigureState? last = null;
        return new LiveValue<FigureState>(async _ => last = await LookAsync(id, last), ReferenceEquals, () => crowd.Between(Period), clock);
    });

    public void Dispose()
    {
        foreach (var sweep in _sweeps.Values) sweep.Dispose();
    }

    private async Task<FigureState> LookAsync(string id, FigureState? last)
    {
        var now = await grains.GetGrain<ISweepGrain>(id).Snapshot();
        var finished = now?.Finished ?? 0;
        if (last?.Finished == finished) return last;
        var query = grains.GetGrain<IQueryGrain>(0);
        var maximized = (await query.Sweep(id))?.Spec.Objectives[0].Goal == Goal.Maximize;
        var leading = await query.TrialPage(new TrialQuery(id, 0, TrialQuery.MostRows) { Order = TrialOrder.Objective, Direction = maximized ? SortDirection.Descending : SortDirection.Ascending });
        return new FigureState(finished, await query.Figures(id), [.. leading.Trials.Where(trial => trial.Objective is not null)]);
    }
}

/// <param name="Finished">Runs that had ended when the figures were made.</param>
/// <param name="Leading">Trials with a result, best first, for the parallel coordinates.</param>
internal sealed record FigureState(long Finished, ImmutableArray<FigureSeries> Figures, ImmutableArray<TrialListing> Leading);
