using System.Collections.Immutable;
using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Workers;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Lets a silo leave in good order and waits until it is gone.</summary>
internal sealed class DrainCommand(ClientServices services) : AsyncCommand<DrainCommand.Settings>
{
    /// <summary>A silo gives up on checkpoints that are not written after 30 s unless its settings say otherwise; then it has to leave the cluster.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The last silo answers nobody any more when it is gone.</summary>
    private static readonly TimeSpan AloneWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<SILO>")]
        [Description("Address of the silo as 'devices' prints it, or as much of it as is needed: HOST:PORT")]
        public string Silo { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        await using var open = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        if (open.Place == SiloPlace.ThisProcess)
            throw new UsageException($"{target.DataDirectory}: no silo runs on it, so there is none to drain; name a cluster (--cluster HOST:PORT) or another data directory (--data DIR)");
        var silos = await open.Orchestrator.SilosAsync();
        var silo = Find(silos, settings.Silo, target);
        if (await open.Orchestrator.DrainAsync(silo) == DrainAnswer.Refused)
            throw new UsageException($"{silo}: lives in a command that trains a sweep and ends with it; stop that command with Ctrl-C, nothing is lost");
        if (!settings.Quiet) services.Streams.Say($"{silo} writes checkpoints and leaves ...");
        if (!await IsGoneAsync(open.Orchestrator, silo, silos.Length > 1 ? Patience : AloneWithin, cancellationToken)) throw new TimeoutException($"{silo} is still there after {Patience.TotalMinutes} min");
        if (!settings.Quiet) services.Streams.Say($"{silo} has left; '{target.Command("devices")}' shows who goes on.");
        return ExitCode.Done;
    }

    private static string Find(ImmutableArray<SiloRow> silos, string given, Target target)
    {
        var found = silos.Where(silo => silo.Address == given || silo.Address.StartsWith($"{given}@", StringComparison.Ordinal)).ToArray();
        if (found.Length == 1) return found[0].Address;
        throw new UsageException($"{given}: no silo has this address; there {(silos.Length == 1 ? "is" : "are")} {string.Join(", ", silos.Select(silo => silo.Address))} ('{target.Command("devices")}' says what they do)");
    }

    /// <param name="answerWithin">Silence for so long says that nobody is left.</param>
    private async Task<bool> IsGoneAsync(IOrchestrator orchestrator, string silo, TimeSpan answerWithin, CancellationToken cancellation)
    {
        for (var since = services.Time.GetTimestamp(); services.Time.GetElapsedTime(since) < Patience; await Task.Delay(LookAgainAfter, services.Time, cancellation))
        {
            try
            {
                if (!(await orchestrator.SilosAsync().WaitAsync(answerWithin, services.Time, cancellation)).Any(row => row.Address == silo)) return true;
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                return true;
            }
        }
        return false;
    }
}
