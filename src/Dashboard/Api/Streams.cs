using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Dashboard.Api;

/// <summary>Answers that can be long: written row by row, never held whole.</summary>
internal static class Streams
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sweeps/{id}/observations", ObservationsAsync).WithSummary("Every observation of a sweep, or of one run (trial and replicate). format: json (default) or csv.");
    }

    private static async Task<IResult> ObservationsAsync(string id, IGrainFactory grains, string? format, int? trial, int? replicate)
    {
        var query = grains.GetGrain<IQueryGrain>(0);
        if (format is not (null or "json" or "csv")) return TypedResults.BadRequest(new Problem($"format = {format}: must be json or csv."));
        if (trial is null != replicate is null) return TypedResults.BadRequest(new Problem("trial and replicate name a run together: give both or none."));
        if (await query.Sweep(id) is null) return Problem.NoSweep(id);
        var rows = trial is { } number ? OfRunAsync(query, new RunId(id, number, replicate!.Value)) : query.Observations(id);
        if (format != "csv") return TypedResults.Ok(ItemsAsync(rows));
        return TypedResults.Stream(stream => CsvRows.WriteAsync(stream, ItemsAsync(rows)), "text/csv; charset=utf-8", FileName(id, "observations"));
    }

    private static async IAsyncEnumerable<ObservationItem> ItemsAsync(IAsyncEnumerable<ObservationRow> rows, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in rows.WithCancellation(cancellation)) yield return ObservationItem.Of(row);
    }

    private static async IAsyncEnumerable<ObservationRow> OfRunAsync(IQueryGrain query, RunId run)
    {
        if (await query.Run(run) is not { } detail) yield break;
        foreach (var observation in detail.Curve) yield return new ObservationRow(run, detail.Run.Attempts, observation);
    }

    private static string FileName(string sweepId, string what) => $"{sweepId}-{what}.csv";
}
