using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Listings;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console;

namespace Orchestrator.Client.Results;

/// <summary>Shows a comparison on stdout, in the format that was asked for.</summary>
internal sealed class ComparePresenter(ConsoleStreams streams, OutputFormat format)
{
    public async Task ShowAsync(SideBySide result, CancellationToken cancellation)
    {
        switch (format)
        {
            case OutputFormat.Json:
                await JsonText.WriteAsync(streams.Data, SideBySideDocument.From(result));
                break;
            case OutputFormat.Csv:
                await RowWriter.WriteAsync(streams.Data, OutputFormat.Csv, ContrastColumns.Of(result), result.Contrasts.Concat(result.BySetting), cancellation);
                break;
            default:
                ShowToPeople(result);
                break;
        }
    }

    private void ShowToPeople(SideBySide result)
    {
        var tables = new CompareTables(result, streams.ResultGlyphs);
        foreach (var name in tables.Names()) streams.Answer(PlainText.Of(name));
        streams.Results.Write(tables.Sides());
        Titled("Settings that differ", result.Settings.IsEmpty ? null : tables.Settings());
        Titled("Fronts, up to one reference", result.Fronts.IsEmpty ? null : tables.Fronts());
        if (result.Contrasts.Any(contrast => contrast.Contrast.Seeds > 0))
            Titled("Differences on the same seeds", tables.Contrasts(result.Contrasts));
        if (!result.BySetting.IsEmpty)
            Titled($"Setting by setting: {result.Metrics[0].Metric}", tables.BySetting());
        Paragraph("Reading", result.Reading);
        Paragraph("Notes", result.Notes);
    }

    private void Titled(string title, Table? table)
    {
        if (table is null)
            return;
        streams.Answer("");
        streams.Results.MarkupLine($"[bold]{PlainText.Escaped(title)}[/]");
        streams.Results.Write(table);
    }

    private void Paragraph(string heading, ImmutableArray<string> lines)
    {
        if (lines.IsEmpty)
            return;
        streams.Answer("");
        streams.Results.MarkupLine($"[bold]{heading}[/]");
        foreach (var line in lines)
            streams.Results.WriteLine(PlainText.Of($"- {line}"));
    }
}
