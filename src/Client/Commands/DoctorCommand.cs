using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Silo;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>What this machine can do, and what stands in the way.</summary>
internal sealed class DoctorCommand(ClientServices services) : AsyncCommand<DoctorCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--data <DIR>")]
        [Description("Data directory to look at. Default: $ORCHESTRATOR_DATA, else ./orchestrator-data")]
        public string? Data { get; init; }

        [CommandOption("--format <FORMAT>")]
        [Description("table or json. Default: table")]
        public string Format { get; init; } = "table";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var format = Choices.One("--format", settings.Format, OutputFormat.Table, OutputFormat.Json);
        var report = LocalTools.Doctor(Target.From(new CommonSettings { Data = settings.Data }).DataDirectory);
        if (format == OutputFormat.Json)
            await JsonText.WriteAsync(services.Streams.Data, report);
        else
            Show(report);
        return report.IsHealthy ? ExitCode.Done : ExitCode.Failed;
    }

    private void Show(DoctorReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach (var check in report.Checks)
        {
            var state = check.State switch { CheckState.Good => "[green]ok[/]", CheckState.Warning => "[yellow]warning[/]", _ => "[red]problem[/]" };
            grid.AddRow(new Markup(state), new Markup(PlainText.Escaped(check.Subject)), new Markup(PlainText.Escaped(check.Advice is null ? check.Found : $"{check.Found}\n{check.Advice}")));
        }
        services.Streams.Results.Write(grid);
    }
}
