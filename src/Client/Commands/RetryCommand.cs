using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Runs the failed runs of a sweep again; the others stay as they are.</summary>
internal sealed class RetryCommand(ClientServices services) : AsyncCommand<RetryCommand.Settings>
{
    internal sealed class Settings : ResultSettings
    {
        [CommandArgument(0, "<SWEEP>")]
        [Description("Id of the sweep, or the beginning of its id or name")]
        public string Sweep { get; init; } = "";

        [CommandOption("--failed [CAUSE]")]
        [Description("Which runs: all that failed, or those of one cause, such as --failed=max-steps")]
        public FlagValue<string> Failed { get; init; } = new();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (target, finish, host) = (Target.From(settings), settings.Finish, settings.Host);
        if (!settings.Failed.IsSet)
            throw new UsageException("retry: say which runs; --failed for all that failed, --failed=max-steps for one cause");
        FailureCause? cause = string.IsNullOrEmpty(settings.Failed.Value) ? null : Choices.Cause("--failed", settings.Failed.Value);
        await using var silo = await OpenExisting.Async(services, target, Purpose.Train, host, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        if (sweep.Status == SweepStatus.Cancelled)
            throw new UsageException($"{sweep.Id}: was cancelled, and that is for good; submit its file with --again to train it anew");
        var count = await silo.Orchestrator.RetryFailedAsync(sweep.Id, cause);
        if (count == 0)
        {
            services.Streams.Say($"{sweep.Id} has no failed runs{(cause is { } named ? $" of cause {Choices.CauseName(named)}" : "")}; nothing was started");
            return ExitCode.Done;
        }
        if (!settings.Quiet)
            services.Streams.Say($"{count} failed {(count == 1 ? "run starts" : "runs start")} again in {sweep.Id}");
        return await new SweepFinish(services, target, silo, finish).FollowAsync(sweep.Id, cancellationToken);
    }
}
