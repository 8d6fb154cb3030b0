using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Runs;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>The result of a run that a program of somebody else has trained. One JSON object on stdout once it is durable.</summary>
internal sealed class TellCommand(ClientServices services) : AsyncCommand<TellCommand.Settings>
{
    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<RUN>")]
        [Description("The run that ask has answered: SWEEP/TRIAL/REPLICATE")]
        public string Run { get; init; } = "";

        [CommandArgument(1, "[METRIC]")]
        [Description("metric=value for every objective, and what else was measured, such as validation.loss=0.12 nfe.forward=81000")]
        public string[] Metrics { get; init; } = [];

        [CommandOption("--failed <MESSAGE>")]
        [Description("Instead of metrics: the run could not be trained, and why")]
        public string? Failed { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Metrics.Length > 0 == settings.Failed is not null)
            throw new UsageException("tell takes what was measured (metric=value ...), or --failed MESSAGE");
        var values = settings.Metrics.Select(Value).ToImmutableArray();
        var run = Id(settings.Run);
        await using var silo = await OpenExisting.Async(services, Target.From(settings), Purpose.Change, HostingChoice.None, cancellationToken);
        var answer = settings.Failed is { } message ? await silo.Orchestrator.TellFailureAsync(run, message) : await silo.Orchestrator.TellAsync(run, values);
        if (answer is TellAnswer.Refused refused) throw new UsageException($"{settings.Run}: {refused.Rule}; {refused.Fix}");
        await JsonText.WriteLineAsync(services.Streams.Data, new ToldDocument(run.ToString(), answer is TellAnswer.Known));
        return ExitCode.Done;
    }

    private static RunId Id(string text)
    {
        try
        {
            return RunId.Parse(text);
        }
        catch (FormatException)
        {
            throw new UsageException($"{text}: must be SWEEP/TRIAL/REPLICATE, as ask has answered it in `run`");
        }
    }

    private static MetricValue Value(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new MetricValue(parts[0], value)
            : throw new UsageException($"{text}: must be metric=number, such as validation.loss=0.12");
    }
}
