using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Api;

/// <summary>A figure's data: one row per point.</summary>
internal static class FigureCsv
{
    /// <param name="owner">The sweep or run, for the file's name.</param>
    public static IResult Of(ImmutableArray<FigureSeries> figures, string id, string owner)
    {
        if (figures.FirstOrDefault(known => known.Id == id) is not { } series)
            return TypedResults.NotFound(new Problem($"'{owner}' has no figure '{id}', or does not exist."));
        return TypedResults.Stream(stream => CsvRows.WriteAsync(stream, Rows(series).ToAsyncEnumerable()), "text/csv; charset=utf-8", $"{owner.Replace('/', '-')}-{id}.csv");
    }

    private static IEnumerable<Point> Rows(FigureSeries figure) =>
        from trace in figure.Traces
        from i in Enumerable.Range(0, trace.X.Length)
        select new Point(trace.Name, trace.X[i], trace.Y[i], trace.Low.IsEmpty ? null : trace.Low[i], trace.High.IsEmpty ? null : trace.High[i], trace.Labels.IsEmpty ? null : trace.Labels[i]);

    private sealed record Point(string Trace, double X, double Y, double? Low, double? High, string? Label);
}
