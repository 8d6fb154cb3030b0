using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>What pause, stop and cancel have in common: one unfinished sweep, named, is told something, and the person what comes next.</summary>
internal static class SweepChange
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<SWEEP>")]
        [Description("Id of the sweep, or the beginning of its id or name")]
        public string Sweep { get; init; } = "";
    }

    /// <param name="Tell">Tells the sweep with this id.</param>
    /// <param name="Sentence">From the quoted id to what the person reads, without the id in front.</param>
    /// <param name="Goal">Where the sweep goes from there.</param>
    internal sealed record Change(Func<IOrchestrator, string, Task> Tell, Func<Target, string, string> Sentence, Goal Goal);

    internal enum Goal
    {
        StaysOpen = 1,
        ItsEnd = 2,
    }

    public static async Task<int> RunAsync(ClientServices services, Settings settings, Change change, CancellationToken cancellation)
    {
        var target = Target.From(settings);
        await using var silo = await OpenExisting.Async(services, target, Purpose.Change, HostingChoice.None, cancellation);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        if (sweep.Status is not (SweepStatus.Active or SweepStatus.Paused))
        {
            services.Streams.Say($"{sweep.Id} is over already: {sweep.Status.ToString().ToLowerInvariant()}");
            return ExitCode.Done;
        }
        await change.Tell(silo.Orchestrator, sweep.Id);
        if (change.Goal == Goal.ItsEnd && silo.Place == SiloPlace.ThisProcess) await ComeToItsEndAsync(silo.Orchestrator, sweep.Id, services.Time, cancellation);
        if (!settings.Quiet) services.Streams.Say($"{sweep.Id} {change.Sentence(target, ShellWord.Quote(sweep.Id))}");
        return ExitCode.Done;
    }

    /// <summary>Nobody goes on with it when this process ends. Where runs have begun that nobody trains now, it does not come to its end.</summary>
    private static async Task ComeToItsEndAsync(IOrchestrator orchestrator, string sweepId, TimeProvider time, CancellationToken cancellation)
    {
        for (var since = time.GetTimestamp(); time.GetElapsedTime(since) < OpenSilo.StopWithin && await orchestrator.WakeAsync(sweepId);)
            await Task.Delay(LookAgainAfter, time, cancellation);
    }
}
