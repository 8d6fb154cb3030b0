using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>From file to report in one go.</summary>
internal sealed class RunCommand(ClientServices services) : AsyncCommand<RunCommand.Settings>
{
    internal sealed class Settings : ResultSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("Sweep file (YAML)")]
        public string File { get; init; } = "";

        [CommandArgument(1, "[OVERRIDE]")]
        [Description("path=value, replaces what the file says; several values make a key of the search space")]
        public string[] Overrides { get; init; } = [];

        [CommandOption("--again")]
        [Description("Train anew although this experiment is stored already")]
        public bool Again { get; init; }
    }

    private ConsoleStreams Streams => services.Streams;

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (target, finish, host) = (Target.From(settings), settings.Finish, settings.Host);
        var source = SweepFile.Read(settings.File, settings.Overrides);
        if (!SpecChecking.IsSound(Streams, target, source))
            return ExitCode.BadInput;
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Train, host, cancellationToken);
        var following = new SweepFinish(services, target, silo, finish);
        switch (await silo.Orchestrator.SubmitAsync(source, settings.Again ? Repeat.StartAnew : Repeat.ReuseExisting))
        {
            case SubmitResult.Rejected rejected:
                SpecChecking.Print(Streams, source, rejected.Errors);
                return ExitCode.BadInput;
            case SubmitResult.Accepted accepted:
                Say(settings, [.. accepted.Remarks.Select(remark => $"remark: {remark}"), $"sweep {accepted.SweepId}{(silo.Place == SiloPlace.Elsewhere ? " runs in another process" : "")}"]);
                return await following.FollowAsync(accepted.SweepId, cancellationToken);
            case SubmitResult.Existing { Status: SweepStatus.Active or SweepStatus.Paused } unfinished:
                Say(settings, [$"resuming sweep {unfinished.SweepId}, submitted {unfinished.SubmittedAt.LocalDateTime:yyyy-MM-dd HH:mm}"]);
                await silo.Orchestrator.ResumeAsync(unfinished.SweepId);
                return await following.FollowAsync(unfinished.SweepId, cancellationToken);
            case SubmitResult.Existing stored:
                Say(settings, [$"this experiment is stored already: sweep {stored.SweepId}, {stored.Status.ToString().ToLowerInvariant()}, submitted {stored.SubmittedAt.LocalDateTime:yyyy-MM-dd HH:mm}; --again trains anew"]);
                return await following.ShowResultAsync(stored.SweepId, cancellationToken);
            default:
                throw new InvalidOperationException("The silo answers in a way that this version does not know; use the same version on both sides.");
        }
    }

    private void Say(Settings settings, IEnumerable<string> lines)
    {
        if (settings.Quiet)
            return;
        foreach (var line in lines)
            Streams.Say(line);
    }
}
