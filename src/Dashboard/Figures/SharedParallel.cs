using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Figures;

/// <summary>Parallel coordinates and what browsers draw them from, made once for all pages that show them.</summary>
/// <param name="Trials">Numbers of the trials, best first.</param>
/// <param name="Drawing">A <see cref="ParallelFigure"/> as JSON.</param>
internal sealed record SharedParallel(ImmutableArray<int> Trials, byte[] Drawing)
{
    /// <param name="leading">Trials with a result, best first.</param>
    /// <param name="earlier">Answered where it shows the same.</param>
    /// <returns>Null: one trial alone has nothing to be compared with.</returns>
    public static SharedParallel? Of(SweepRow sweep, ImmutableArray<TrialListing> leading, SharedParallel? earlier)
    {
        if (leading.Length < 2) return null;
        var figure = ParallelFigure.Of(sweep, leading);
        var drawing = DrawingJson.Of(figure);
        return earlier is not null && drawing.AsSpan().SequenceEqual(earlier.Drawing) ? earlier : new SharedParallel([.. figure.Trials], drawing);
    }
}
