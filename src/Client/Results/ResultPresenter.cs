using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console;

namespace Orchestrator.Client.Results;

/// <summary>Shows the result of a sweep on stdout, in the format that was asked for.</summary>
internal sealed class ResultPresenter(ConsoleStreams streams, IOrchestrator orchestrator, OutputFormat format)
{
    private readonly Glyphs _glyphs = streams.ResultGlyphs;

    public async Task ShowAsync(SweepRow sweep, CancellationToken cancellation)
    {
        var table = await orchestrator.ComparisonAsync(sweep.Id) ?? throw new InvalidOperationException($"The silo has no comparison for {sweep.Id}.");
        switch (format)
        {
            case OutputFormat.Json:
                await JsonText.WriteAsync(streams.Data, ComparisonDocument.From(sweep, table));
                break;
            case OutputFormat.Csv:
                await RowWriter.WriteAsync(streams.Data, OutputFormat.Csv, ComparisonColumns.Of(table), table.Trials, cancellation);
                break;
            default:
                ShowToPeople(sweep, table, await orchestrator.RunsAsync(sweep.Id));
                break;
        }
    }

    /// <summary>
    /// 0 when no run of a completed sweep failed, else 1. Runs that were withdrawn because a budget was used up or the sweep was stopped
    /// on request are what was asked for.
    /// </summary>
    public static int ExitCodeOf(SweepRow sweep, IEnumerable<RunRow> runs) =>
        sweep.Status == SweepStatus.Completed && runs.All(run => run.Status is RunStatus.Completed or RunStatus.Pruned or RunStatus.Cancelled) ? ExitCode.Done : ExitCode.Failed;

    private void ShowToPeople(SweepRow sweep, ComparisonTable table, ImmutableArray<RunRow> runs)
    {
        var text = new ResultText(_glyphs);
        streams.Answer(Heading(sweep, runs));
        streams.Results.Write(new ResultTable(_glyphs).Render(table, streams.Results));
        Paragraph(null, text.Legend(table));
        foreach (var differences in DifferenceTable.Of(table, _glyphs))
        {
            streams.Answer("");
            streams.Results.MarkupLine($"[bold]{PlainText.Escaped(differences.Heading)}[/]; ~: not told from none (Holm-corrected)");
            streams.Results.Write(differences.Table);
        }
        Paragraph("Reading", table.Reading);
        Paragraph("Notes", table.Notes);
        Paragraph("Lineage", ResultText.Lineage(table));
        Paragraph("Failed runs", ResultText.FailedRuns(runs, sweep.Spec.Seeds));
        Paragraph("Runs stopped early", ResultText.StoppedRuns(runs, sweep.Spec.Seeds));
    }

    private string Heading(SweepRow sweep, ImmutableArray<RunRow> runs)
    {
        var done = runs.Count(run => run.Status == RunStatus.Completed);
        var pruned = runs.Count(run => run.Status == RunStatus.Pruned);
        var failed = runs.Count(run => run.Status == RunStatus.Failed);
        var took = sweep.EndedAt is { } end ? $" {_glyphs.Separator} {Numbers.Clock(end - sweep.SubmittedAt)}" : "";
        var reason = sweep.Reason is null ? "" : $" ({sweep.Reason})";
        return $"{sweep.Name} {_glyphs.Separator} {sweep.Id} {_glyphs.Separator} {sweep.Status.ToString().ToLowerInvariant()}{reason} {_glyphs.Separator} {done} of {runs.Length} runs done{(pruned > 0 ? $", {pruned} pruned" : "")}, {failed} failed{took}";
    }

    private void Paragraph(string? heading, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        streams.Answer("");
        if (heading is not null)
            streams.Results.MarkupLine($"[bold]{heading}[/]");
        foreach (var line in all)
            streams.Results.WriteLine(PlainText.Of(heading is null ? line : $"- {line}"));
    }
}
