using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Holds a sweep: nothing new starts, and what runs writes its checkpoint and stops. Resume goes on from there.</summary>
internal sealed class PauseCommand(ClientServices services) : AsyncCommand<SweepChange.Settings>
{
    public override Task<int> ExecuteAsync(CommandContext context, SweepChange.Settings settings, CancellationToken cancellationToken)
        => SweepChange.RunAsync(services, settings, new SweepChange.Change((silo, id) => silo.PauseAsync(id),
            (target, id) => $"is paused; go on with: {target.Command($"resume {id}")}", SweepChange.Goal.StaysOpen), cancellationToken);
}
