using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Sweeps;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>For programs of other people: a run to train, or the result of a point that the sweep trains. One JSON object on stdout.</summary>
internal sealed class AskCommand(ClientServices services) : AsyncCommand<AskCommand.Settings>
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<SWEEP>")]
        [Description("Id of the sweep, or the beginning of its id or name")]
        public string Sweep { get; init; } = "";

        [CommandArgument(1, "[POINT]")]
        [Description("key=value for every key of the space: asks for the result of this point, which is trained if it was not. Without: asks for a run to train")]
        public string[] Point { get; init; } = [];

        [CommandOption("--as <NAME>")]
        [Description("Who asks for a run; whoever asks again under a name gets the same run until it is told. Default: the name of this machine")]
        public string? As { get; init; }

        [CommandOption("--wait")]
        [Description("Answer only when there is a run or the sweep is over; or, for a point, when its trial is over")]
        public bool Wait { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        if (settings.As is { } name && string.IsNullOrWhiteSpace(name)) throw UsageException.ForOption("--as", name, "must be a name", "use one of its own for every program that trains");
        await using var silo = await OpenExisting.Async(services, target, settings.Point.Length > 0 && settings.Wait ? Purpose.Train : Purpose.Change, HostingChoice.None, cancellationToken);
        var sweep = await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep);
        await silo.Orchestrator.WakeAsync(sweep.Id);
        while (true)
        {
            var answer = settings.Point.Length > 0
                ? await silo.Orchestrator.AskPointAsync(sweep.Id, [.. settings.Point])
                : await silo.Orchestrator.AskRunAsync(sweep.Id, settings.As ?? Environment.MachineName);
            if (answer is AskAnswer.Refused refused)
                throw new UsageException(string.Join('\n', refused.Errors.Select(error => $"{(error.Where.Length > 0 ? error.Where : error.Given)}: {error.Rule}; {error.Fix}")));
            if (!settings.Wait || IsFinal(answer))
            {
                await JsonText.WriteLineAsync(services.Streams.Data, AskDocument.From(sweep.Id, answer));
                return ExitCode.Done;
            }
            await Task.Delay(Between, services.Time, cancellationToken);
        }
    }

    private static bool IsFinal(AskAnswer answer) => answer switch
    {
        AskAnswer.Nothing { Status: SweepStatus.Active or SweepStatus.Paused } => false,
        AskAnswer.Trial { Progress: TrialProgress.Open } => false,
        _ => true,
    };
}
