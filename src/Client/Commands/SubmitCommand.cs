using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Stores a sweep and leaves it to the silo that runs; its id is the only thing on stdout.</summary>
internal sealed class SubmitCommand(ClientServices services) : AsyncCommand<SubmitCommand.Settings>
{
    internal sealed class Settings : CommonSettings
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

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var streams = services.Streams;
        var target = Target.From(settings);
        var source = SweepFile.Read(settings.File, settings.Overrides);
        if (!SpecChecking.IsSound(streams, target, source))
            return ExitCode.BadInput;
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Change, HostingChoice.None, cancellationToken);
        var result = await silo.Orchestrator.SubmitAsync(source, settings.Again ? Repeat.StartAnew : Repeat.ReuseExisting);
        if (result is SubmitResult.Rejected rejected)
        {
            SpecChecking.Print(streams, source, rejected.Errors);
            return ExitCode.BadInput;
        }
        var (id, remarks) = result switch
        {
            SubmitResult.Accepted accepted => (accepted.SweepId, accepted.Remarks.Select(remark => $"remark: {remark}")),
            SubmitResult.Existing existing => (existing.SweepId, [$"this experiment is stored already ({existing.Status.ToString().ToLowerInvariant()}); --again trains anew"]),
            _ => throw new InvalidOperationException("The silo answers in a way that this version does not know; use the same version on both sides."),
        };
        var next = silo.Place == SiloPlace.Elsewhere
            ? $"watch it: {target.Command($"watch {ShellWord.Quote(id)}")}"
            : $"stored; nothing trains it until '{target.Command("up")}' or '{target.Command($"resume {ShellWord.Quote(id)}")}'";
        if (!settings.Quiet)
        {
            foreach (var line in remarks.Append(next))
                streams.Say(line);
        }
        streams.Answer(id);
        return ExitCode.Done;
    }
}
