using System.Collections.Immutable;
using Orchestrator.Dashboard.Figures;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Each watched run with its curve, figures and log, read once for all pages, and anew only when it has reported or something became of it.</summary>
internal sealed class LiveRuns(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    // A reader needs no more than one drawing in two seconds, and each reads the run's whole curve.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly LiveSet<RunId, RunState> _runs = new(run =>
    {
        RunState? last = null;
        return new LiveValue<RunState>(async _ => last = await LookAsync(grains, run, last), ReferenceEquals, () => crowd.Between(Period), clock);
    });

    public IDisposable Watch(RunId run, Func<RunState, Task> changed) => _runs.Watch(run, changed);

    /// <summary>For a page that nobody watches yet.</summary>
    public Task<RunState> OnceAsync(RunId run) => LookAsync(grains, run, null);

    public void Dispose() => _runs.Dispose();

    private static async Task<RunState> LookAsync(IGrainFactory grains, RunId id, RunState? last)
    {
        var now = await grains.GetGrain<ISweepGrain>(id.SweepId).Snapshot();
        var news = new RunNews(now?.Running.FirstOrDefault(run => run.Id == id), now?.Failed ?? 0);
        // The sweep's news name what runs, with its last report, but say nothing of a run that waits.
        if (last is not null && last.News == news && (last.IsOver || news.Live is not null)) return last;
        var query = grains.GetGrain<IQueryGrain>(0);
        if (await query.Run(id) is not { } detail) return new RunState(news, null, [], []);
        var earlier = (last?.Figures ?? []).ToDictionary(figure => figure.Series.Id, StringComparer.Ordinal);
        return new RunState(
            news, detail,
            [.. (await query.RunFigures(id)).Select(series => new SharedFigure(series).Or(earlier.GetValueOrDefault(series.Id)))],
            await query.RunLog(id, RunState.MostLogLines));
    }
}

/// <param name="Live">Null: it does not run.</param>
/// <param name="Failed">Of the sweep; falls when failed runs are queued again.</param>
internal sealed record RunNews(LiveRun? Live, long Failed);

/// <param name="News">What the sweep said when this was read.</param>
/// <param name="Detail">Null: there is no such run.</param>
internal sealed record RunState(RunNews News, RunDetail? Detail, ImmutableArray<SharedFigure> Figures, ImmutableArray<LogLine> Log)
{
    public const int MostLogLines = 200;

    public bool IsOver => Detail?.Run.EndedAt is not null;
}
