using System.Collections.Immutable;
using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Silo;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Everything that a sweep file can name.</summary>
internal sealed class CatalogueCommand(ClientServices services) : AsyncCommand<CatalogueCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--format <FORMAT>")]
        [Description("table or json. Default: table")]
        public string Format { get; init; } = "table";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var streams = services.Streams;
        var catalogue = LocalTools.Catalogue;
        if (Choices.One("--format", settings.Format, OutputFormat.Table, OutputFormat.Json) == OutputFormat.Json)
        {
            await JsonText.WriteAsync(streams.Data, catalogue);
            return ExitCode.Done;
        }
        Show("Solvers", catalogue.Solvers);
        Show("Gradients", catalogue.Gradients);
        Show("Samplers", catalogue.Samplers);
        Show("Schedulers", catalogue.Schedulers);
        Show("Workloads", catalogue.Workloads);
        return ExitCode.Done;
    }

    private void Show(string heading, ImmutableArray<CatalogueEntry> entries)
    {
        var console = services.Streams.Results;
        console.MarkupLine($"[bold]{heading}[/]");
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var entry in entries)
        {
            grid.AddRow(new Markup(PlainText.Escaped(entry.Name)), new Markup(PlainText.Escaped(entry.Description)));
            foreach (var parameter in entry.Parameters)
                grid.AddRow(new Markup(""), new Markup($"[grey]{PlainText.Escaped($"{parameter.Path}: {parameter.Rule}{(parameter.Default is null ? "" : $", default {parameter.Default}")}")}[/]"));
        }
        console.Write(grid);
        console.WriteLine();
    }
}
