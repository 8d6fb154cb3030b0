using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Dashboard.Api;

/// <summary>The other parts of a sweep's page, for programs: failures, figures, spec.</summary>
internal static class SweepParts
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sweeps/{id}/failures", FailuresAsync).WithSummary("Failed runs by cause, most frequent first, with what usually helps.");
        api.MapGet("/sweeps/{id}/figures", FiguresAsync).WithSummary("The figures of the sweep's page that have something to show; …/figures/NAME.csv holds the data of one.");
        api.MapGet("/sweeps/{id}/spec", SpecAsync).WithSummary("The resolved sweep file, every default written out (YAML).");
        api.MapGet("/sweeps/{id}/figures/parallel-coordinates.csv", ParallelAsync).WithSummary("The data of the parallel coordinates: the best trials with a result, their settings and results.");
        api.MapGet("/sweeps/{id}/figures/{figure}.csv", FigureAsync).WithSummary("The data of a figure of the sweep's page.");
    }

    private static async Task<Results<Ok<FailureItem[]>, NotFound<Problem>>> FailuresAsync(string id, IGrainFactory grains)
    {
        if (await Query(grains).Sweep(id) is null) return Problem.NoSweep(id);
        return TypedResults.Ok<FailureItem[]>([.. (await Query(grains).Failures(id)).Select(FailureItem.Of)]);
    }

    private static async Task<Results<Ok<FigureItem[]>, NotFound<Problem>>> FiguresAsync(string id, IGrainFactory grains)
    {
        if (await Query(grains).Sweep(id) is null) return Problem.NoSweep(id);
        return TypedResults.Ok<FigureItem[]>([.. (await Query(grains).Figures(id)).Select(FigureItem.Of)]);
    }

    private static async Task<IResult> SpecAsync(string id, IGrainFactory grains) =>
        await Query(grains).Sweep(id) is { } sweep ? TypedResults.Text(sweep.Spec.ResolvedYaml, "application/yaml; charset=utf-8") : Problem.NoSweep(id);

    private static async Task<IResult> FigureAsync(string id, string figure, IGrainFactory grains) => FigureCsv.Of(await Query(grains).Figures(id), figure, id);

    private static async Task<IResult> ParallelAsync(string id, IGrainFactory grains) =>
        await Query(grains).Sweep(id) is { } sweep ? ParallelCsv.Of(sweep, await LeadingTrials.OfAsync(Query(grains), sweep)) : Problem.NoSweep(id);

    private static IQueryGrain Query(IGrainFactory grains) => grains.GetGrain<IQueryGrain>(0);

    /// <param name="Hint">What usually helps.</param>
    /// <param name="Example">One of the runs: SWEEP/TRIAL/REPLICATE.</param>
    private sealed record FailureItem(FailureCause Cause, string Name, long Runs, string Hint, string Example, string? Message)
    {
        public static FailureItem Of(FailureGroup group) => new(group.Cause, group.Name, group.Runs, group.Hint, $"{group.Example}", group.Message);
    }

    /// <param name="Name">As in its address.</param>
    /// <param name="X">Title of the axis, with its unit.</param>
    private sealed record FigureItem(string Name, string Title, string X, string Y, string[] Traces, string Caption)
    {
        public static FigureItem Of(FigureSeries figure) => new(figure.Id, figure.Title, figure.X.Title, figure.Y.Title, [.. figure.Traces.Select(trace => trace.Name)], figure.Caption);
    }
}
