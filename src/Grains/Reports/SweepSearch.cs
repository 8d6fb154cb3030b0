using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>Finds sweeps by what a person types.</summary>
internal static class SweepSearch
{
    /// <summary>The sweep with exactly this id; else all whose id or name starts with the text, in the listing's order. Ids and names compare without case.</summary>
    public static ImmutableArray<string> Find(ImmutableArray<SweepListing> sweeps, string text) =>
        sweeps.Any(sweep => sweep.Id == text)
            ? [text]
            : [.. sweeps.Where(sweep => StartsWith(sweep.Id, text) || StartsWith(sweep.Name, text)).Select(sweep => sweep.Id)];

    private static bool StartsWith(string whole, string start) => whole.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
