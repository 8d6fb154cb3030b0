using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Listings;

/// <summary>The columns of <c>list</c>.</summary>
internal static class SweepColumns
{
    public static readonly ImmutableArray<Column<SweepListing>> All =
    [
        new("id", sweep => sweep.Id),
        new("name", sweep => sweep.Name),
        new("status", sweep => sweep.Status),
        new("submitted_at", sweep => sweep.SubmittedAt),
        new("ended_at", sweep => sweep.EndedAt),
        new("expected_runs", sweep => sweep.ExpectedRuns),
        new("completed", sweep => sweep.Completed),
        new("failed", sweep => sweep.Failed),
        new("cancelled", sweep => sweep.Cancelled),
        new("pruned", sweep => sweep.Pruned),
        new("reason", sweep => sweep.Reason),
    ];
}
