using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Results;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>The result of a sweep as far as it is known, or its resolved spec.</summary>
internal sealed class ShowCommand(ClientServices services) : AsyncCommand<ShowCommand.Settings>
{
    internal sealed class Settings : SweepSettings
    {
        [CommandOption("--spec")]
        [Description("Print the resolved sweep file, every default filled in, instead of the result")]
        public bool Spec { get; init; }

        [CommandOption("--format <FORMAT>")]
        [Description("table, json or csv. Default: table")]
        public string Format { get; init; } = "table";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var format = Choices.One("--format", settings.Format, OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        if (settings.Spec)
        {
            await services.Streams.Data.WriteLineAsync(sweep.Spec.ResolvedYaml.TrimEnd('\n'));
            await services.Streams.Data.FlushAsync(cancellationToken);
            return ExitCode.Done;
        }
        await new ResultPresenter(services.Streams, silo.Orchestrator, format).ShowAsync(sweep, cancellationToken);
        return ExitCode.Done;
    }
}
