using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Results;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Every stored row of a sweep, streamed to stdout or a file.</summary>
internal sealed class ExportCommand(ClientServices services) : AsyncCommand<ExportCommand.Settings>
{
    internal sealed class Settings : SweepSettings
    {
        [CommandOption("--what <ROWS>")]
        [Description("observations, runs or trials. Default: observations")]
        public string What { get; init; } = "observations";

        [CommandOption("--format <FORMAT>")]
        [Description("csv or json. Default: csv")]
        public string Format { get; init; } = "csv";

        [CommandOption("-o|--output <PATH>")]
        [Description("File to write; replaced only when the export is complete. Default: stdout")]
        public string? Output { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var what = Choices.One("--what", settings.What, ExportSubject.Observations, ExportSubject.Runs, ExportSubject.Trials);
        var format = Choices.One("--format", settings.Format, OutputFormat.Csv, OutputFormat.Json);
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        if (settings.Output is null)
        {
            await WriteAsync(services.Streams.Data);
            return ExitCode.Done;
        }
        var path = Path.GetFullPath(settings.Output);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw UsageException.ForOption("--output", settings.Output, "its folder does not exist", "make the folder first, or name another");
        await SweepReports.ReplaceAsync(path, WriteAsync);
        if (!settings.Quiet)
            services.Streams.Say($"wrote {path}");
        return ExitCode.Done;

        Task WriteAsync(TextWriter writer) => ExportAsync(new Job(silo.Orchestrator, sweep, what, format), writer, cancellationToken);
    }

    private static async Task ExportAsync(Job job, TextWriter writer, CancellationToken cancellation)
    {
        var (orchestrator, sweep, what, format) = job;
        var rows = await SweepRows.LoadAsync(orchestrator, sweep);
        await (what switch
        {
            ExportSubject.Observations => RowWriter.WriteAsync(writer, format, rows.ObservationColumns, orchestrator.ObservationsAsync(sweep.Id, cancellation), cancellation),
            ExportSubject.Runs => RowWriter.WriteAsync(writer, format, rows.RunColumns, await orchestrator.RunsAsync(sweep.Id), cancellation),
            _ => RowWriter.WriteAsync(writer, format, rows.TrialColumns, await orchestrator.TrialsAsync(sweep.Id), cancellation),
        });
    }

    private sealed record Job(IOrchestrator Orchestrator, SweepRow Sweep, ExportSubject What, OutputFormat Format);
}
