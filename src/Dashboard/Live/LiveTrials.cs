using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Pages of tables of trials, each read once for all who look at the same rows, and anew only when a run was started or has ended since.</summary>
internal sealed class LiveTrials(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly LiveSet<TrialQuery, TrialPage> _pages = new(query =>
    {
        (TrialPage? Page, (long, long, int)? At) last = default;
        return new LiveValue<TrialPage>(
            async _ =>
            {
                // Looked at first: what happens in between is read again next time.
                var at = Counts(await grains.GetGrain<ISweepGrain>(query.SweepId).Snapshot());
                if (last.Page is not { } page || last.At != at) last = (page = await grains.GetGrain<IQueryGrain>(0).TrialPage(query), at);
                return page;
            },
            IsSame, () => crowd.Between(Period), clock);
    });

    /// <param name="query">Of a sweep that exists.</param>
    public IDisposable Watch(TrialQuery query, Func<TrialPage, Task> changed) => _pages.Watch(query, changed);

    public void Dispose() => _pages.Dispose();

    private static (long, long, int)? Counts(SweepSnapshot? now) => now is null ? null : (now.Finished, now.Queued, now.Running.Length);

    private static bool IsSame(TrialPage before, TrialPage now) => before.Total == now.Total && before.Trials.Select(Bare).SequenceEqual(now.Trials.Select(Bare));

    // The settings of a trial never change, and collections are compared by reference.
    private static TrialListing Bare(TrialListing trial) => trial with { Assignment = [] };
}
