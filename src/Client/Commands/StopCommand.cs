using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Ends a sweep in good order: nothing new starts, and what runs is trained to its end. It can be resumed.</summary>
internal sealed class StopCommand(ClientServices services) : AsyncCommand<SweepChange.Settings>
{
    public override Task<int> ExecuteAsync(CommandContext context, SweepChange.Settings settings, CancellationToken cancellationToken)
        => SweepChange.RunAsync(services, settings, new SweepChange.Change((silo, id) => silo.StopAsync(id),
            (target, id) => $"starts nothing more; what runs is trained to its end: {target.Command($"watch {id}")}; go on later: {target.Command($"resume {id}")}", SweepChange.Goal.ItsEnd), cancellationToken);
}
