using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Api;

/// <summary>What the page Compare shows, for programs.</summary>
internal static class Comparing
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/compare", CompareAsync).WithSummary($"Trials or sweeps side by side: settings that differ, and differences on the same seeds with their tests. of: SWEEP or SWEEP/TRIAL, two to {SideBySide.MostArms} times.");

    private static async Task<Results<Ok<CompareAnswer>, NotFound<Problem>, BadRequest<Problem>>> CompareAsync([Description("SWEEP or SWEEP/TRIAL; given once per side.")] string[] of, IGrainFactory grains)
    {
        var asked = AskedSides.Of(of);
        if (asked.Mistake is { } mistake) return TypedResults.BadRequest(new Problem($"of: {mistake}"));
        return await grains.GetGrain<IQueryGrain>(0).Compare(asked.Arms) is { } result
            ? TypedResults.Ok(CompareAnswer.Of(result))
            : TypedResults.NotFound(new Problem("One of these is not in this ledger; GET /api/sweeps and /api/sweeps/ID/trials list what there is."));
    }
}
