using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Live;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Follows a sweep that another process trains; leaving changes nothing.</summary>
internal sealed class WatchCommand(ClientServices services) : AsyncCommand<WatchCommand.Settings>
{
    internal sealed class Settings : SweepSettings
    {
        [CommandOption("--format <FORMAT>")]
        [Description("Result on stdout as table, json or csv. Default: table")]
        public string Format { get; init; } = "table";

        [CommandOption("--report <PATH>")]
        [Description("Where to write the HTML report; observations go beside it as CSV. Default: reports/SWEEP.html in the data directory")]
        public string? Report { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var finish = new FinishOptions(Choices.One("--format", settings.Format, OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv), settings.Report, settings.Quiet ? Verbosity.Quiet : Verbosity.Normal);
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        var following = new SweepFinish(services, target, silo, finish);
        if (sweep.Status is not (SweepStatus.Active or SweepStatus.Paused))
            return await following.ShowResultAsync(sweep.Id, cancellationToken);
        if (silo.Place == SiloPlace.ThisProcess)
            throw new UsageException($"{sweep.Id}: is unfinished, but no silo runs on {target.DataDirectory}; go on with '{target.Command($"resume {ShellWord.Quote(sweep.Id)}")}'");
        return await following.FollowAsync(sweep.Id, cancellationToken);
    }
}
