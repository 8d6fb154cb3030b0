using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Stops a sweep for good; finished runs keep their results.</summary>
internal sealed class CancelCommand(ClientServices services) : AsyncCommand<SweepChange.Settings>
{
    public override Task<int> ExecuteAsync(CommandContext context, SweepChange.Settings settings, CancellationToken cancellationToken)
        => SweepChange.RunAsync(services, settings, new SweepChange.Change((silo, id) => silo.CancelAsync(id),
            (target, id) => $"is cancelled; finished runs keep their results: {target.Command($"show {id}")}", SweepChange.Goal.ItsEnd), cancellationToken);
}
