using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Results;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Writes the report of a sweep, finished or not, and prints where it is.</summary>
internal sealed class ReportCommand(ClientServices services) : AsyncCommand<ReportCommand.Settings>
{
    internal sealed class Settings : SweepSettings
    {
        [CommandOption("-o|--output <PATH>")]
        [Description("The HTML file; observations go beside it as CSV. Default: reports/SWEEP.html in the data directory")]
        public string? Output { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        services.Streams.Answer(await SweepReports.WriteAsync(silo.Orchestrator, sweep, target, settings.Output, cancellationToken));
        return ExitCode.Done;
    }
}
