using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Each watched sweep's figures, made once for all pages, and anew only when a run has ended since.</summary>
internal sealed class LiveFigures(IGrainFactory grains, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, LiveValue<FigureState>> _sweeps = new(StringComparer.Ordinal);

    public LiveValue<FigureState> Of(string sweepId) => _sweeps.GetOrAdd(sweepId, id =>
    {
        FigureState? last = null;
        return new LiveValue<FigureState>(async _ => last = await LookAsync(id, last), ReferenceEquals, Period, clock);
    });

    public void Dispose()
    {
        foreach (var sweep in _sweeps.Values) sweep.Dispose();
    }

    private async Task<FigureState> LookAsync(string id, FigureState? last)
    {
        var now = await grains.GetGrain<ISweepGrain>(id).Snapshot();
        var finished = now?.Finished ?? 0;
        return last?.Finished == finished ? last : new FigureState(finished, await grains.GetGrain<IQueryGrain>(0).Figures(id));
    }
}

/// <param name="Finished">Runs that had ended when the figures were made.</param>
internal sealed record FigureState(long Finished, ImmutableArray<FigureSeries> Figures);
