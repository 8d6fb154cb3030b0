using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>What pause, stop and cancel have in common: one unfinished sweep, named, is told something, and the person what comes next.</summary>
internal static class SweepChange
{
    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<SWEEP>")]
        [Description("Id of the sweep, or the beginning of its id or name")]
        public string Sweep { get; init; } = "";
    }

    /// <param name="change">Tells the sweep with this id.</param>
    /// <param name="sentence">From the quoted id to what the person reads, without the id in front.</param>
    public static async Task<int> RunAsync(ClientServices services, Settings settings, Func<IOrchestrator, string, Task> change, Func<Target, string, string> sentence, CancellationToken cancellation)
    {
        var target = Target.From(settings);
        await using var silo = await OpenExisting.Async(services, target, Purpose.Change, HostingChoice.None, cancellation);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        if (sweep.Status is not (SweepStatus.Active or SweepStatus.Paused))
        {
            services.Streams.Say($"{sweep.Id} is over already: {sweep.Status.ToString().ToLowerInvariant()}");
            return ExitCode.Done;
        }
        await change(silo.Orchestrator, sweep.Id);
        if (!settings.Quiet) services.Streams.Say($"{sweep.Id} {sentence(target, ShellWord.Quote(sweep.Id))}");
        return ExitCode.Done;
    }
}
