using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Holds a sweep: nothing new starts, and what runs writes its checkpoint and stops. Resume goes on from there.</summary>
internal sealed class PauseCommand(ClientServices services) : AsyncCommand<PauseCommand.Settings>
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
        await silo.Orchestrator.PauseAsync(sweep.Id);
        if (!settings.Quiet)
            services.Streams.Say($"{sweep.Id} is paused; go on with: {target.Command($"resume {ShellWord.Quote(sweep.Id)}")}");
        return ExitCode.Done;
    }
}
