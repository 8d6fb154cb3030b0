using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Goes on with what was interrupted, paused or stopped: one sweep, or all that are unfinished, oldest first.</summary>
internal sealed class ResumeCommand(ClientServices services) : AsyncCommand<ResumeCommand.Settings>
{
    internal sealed class Settings : ResultSettings
    {
        [CommandArgument(0, "[SWEEP]")]
        [Description("Id of the sweep, or the beginning of its id or name. Default: every unfinished one, which a stopped one is not")]
        public string? Sweep { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (target, finish, host) = (Target.From(settings), settings.Finish, settings.Host);
        await using var silo = await OpenExisting.Async(services, target, Purpose.Train, host, cancellationToken);
        var following = new SweepFinish(services, target, silo, finish);
        if (settings.Sweep is not null)
        {
            var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
            return await FollowAsync(silo, following, sweep.Id, cancellationToken);
        }
        var unfinished = (await silo.Orchestrator.SweepsAsync()).Where(sweep => sweep.Status is SweepStatus.Active or SweepStatus.Paused).OrderBy(sweep => sweep.SubmittedAt).ToList();
        if (unfinished.Count == 0)
            services.Streams.Say($"nothing to resume in {target.DataDirectory}: every sweep is over");
        var worst = ExitCode.Done;
        foreach (var sweep in unfinished)
        {
            worst = Math.Max(worst, await FollowAsync(silo, following, sweep.Id, cancellationToken));
            if (worst == ExitCode.Interrupted)
                break;
        }
        return worst;
    }

    private static async Task<int> FollowAsync(OpenSilo silo, SweepFinish following, string sweepId, CancellationToken cancellation)
    {
        await silo.Orchestrator.ResumeAsync(sweepId);
        return await silo.Orchestrator.WakeAsync(sweepId)
            ? await following.FollowAsync(sweepId, cancellation)
            : await following.ShowResultAsync(sweepId, cancellation);
    }
}
