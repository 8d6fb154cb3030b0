using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Ends a sweep in good order: nothing new starts, and what runs is trained to its end.</summary>
internal sealed class StopCommand(ClientServices services) : AsyncCommand<StopCommand.Settings>
{
    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<SWEEP>")]
        [Description("Id of the sweep, or the beginning of its id or name")]
        public string Sweep { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        await using var silo = await OpenExisting.Async(services, target, Purpose.Change, HostingChoice.None, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        if (sweep.Status is not (SweepStatus.Active or SweepStatus.Paused))
        {
            services.Streams.Say($"{sweep.Id} is over already: {sweep.Status.ToString().ToLowerInvariant()}");
            return ExitCode.Done;
        }
        await silo.Orchestrator.StopAsync(sweep.Id);
        if (!settings.Quiet)
            services.Streams.Say($"{sweep.Id} starts nothing more; what runs is trained to its end: {target.Command($"watch {ShellWord.Quote(sweep.Id)}")}");
        return ExitCode.Done;
    }
}
