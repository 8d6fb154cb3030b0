using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Dashboard;

/// <summary>The trials of a sweep that have a result, best first by the first objective; of many the best only.</summary>
internal static class LeadingTrials
{
    public static async Task<ImmutableArray<TrialListing>> OfAsync(IQueryGrain query, SweepRow sweep)
    {
        var direction = sweep.Spec.Objectives[0].Goal == Goal.Maximize ? SortDirection.Descending : SortDirection.Ascending;
        var page = await query.TrialPage(new TrialQuery(sweep.Id, 0, TrialQuery.MostRows) { Order = TrialOrder.Objective, Direction = direction });
        return [.. page.Trials.Where(trial => trial.Objective is not null)];
    }
}
