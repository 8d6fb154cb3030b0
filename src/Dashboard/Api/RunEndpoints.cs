using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Dashboard.Api;

/// <summary>What a run's page shows, for programs.</summary>
internal static class RunEndpoints
{
    private const int MostLogLines = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sweeps/{id}/trials/{trial:int}/runs/{replicate:int}", RunAsync).WithSummary("One run: its state, every setting, its attempts.");
        api.MapGet("/sweeps/{id}/trials/{trial:int}/runs/{replicate:int}/log", LogAsync).WithSummary($"What happened to the run, in order; of a long life the newest {MostLogLines} entries.");
        api.MapGet("/sweeps/{id}/trials/{trial:int}/runs/{replicate:int}/figures/{figure}.csv", FigureAsync).WithSummary("The data of a figure of the run's page.");
    }

    private static async Task<Results<Ok<RunAnswer>, NotFound<Problem>>> RunAsync(string id, int trial, int replicate, IGrainFactory grains)
    {
        var (query, run) = (Query(grains), new RunId(id, trial, replicate));
        return await query.Run(run) is { } detail ? TypedResults.Ok(RunAnswer.Of(detail, await query.RunSettings([run]))) : Problem.NoRun($"{run}");
    }

    private static async Task<Results<Ok<LogItem[]>, NotFound<Problem>>> LogAsync(string id, int trial, int replicate, IGrainFactory grains)
    {
        var (query, run) = (Query(grains), new RunId(id, trial, replicate));
        if (await query.Run(run) is null) return Problem.NoRun($"{run}");
        return TypedResults.Ok<LogItem[]>([.. (await query.RunLog(run, MostLogLines)).Select(line => new LogItem(line.At, line.Text))]);
    }

    private static async Task<IResult> FigureAsync(string id, int trial, int replicate, string figure, IGrainFactory grains)
    {
        var run = new RunId(id, trial, replicate);
        return FigureCsv.Of(await Query(grains).RunFigures(run), figure, $"{run}");
    }

    private static IQueryGrain Query(IGrainFactory grains) => grains.GetGrain<IQueryGrain>(0);

    private sealed record LogItem(DateTimeOffset At, string Text);
}
