using System.Collections.Immutable;
using CsvHelper;
using Microsoft.AspNetCore.Http;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Api;

/// <summary>The data of the parallel coordinates: one row per trial, one column per axis.</summary>
internal static class ParallelCsv
{
    public static IResult Of(SweepRow sweep, ImmutableArray<TrialListing> trials) =>
        TypedResults.Stream(stream => WriteAsync(stream, sweep, trials), "text/csv; charset=utf-8", $"{sweep.Id}-parallel-coordinates.csv");

    private static async Task WriteAsync(Stream stream, SweepRow sweep, ImmutableArray<TrialListing> trials)
    {
        await using var csv = CsvWriter.Create(stream, new CsvWriterOptions(), leaveOpen: true);
        await csv.WriteRecordAsync(["trial", .. sweep.Spec.Space.Select(key => key.Path), sweep.Spec.Objectives[0].Metric, "evaluations", "seconds"]);
        foreach (var trial in trials)
        {
            csv.WriteField(trial.Number);
            foreach (var key in sweep.Spec.Space) csv.WriteField(trial.Assignment.FirstOrDefault(assigned => assigned.Path == key.Path)?.Value.Label);
            csv.WriteField(trial.Objective);
            csv.WriteField(trial.Evaluations);
            csv.WriteField(trial.Seconds);
            await csv.EndRecordAsync();
        }
    }
}
