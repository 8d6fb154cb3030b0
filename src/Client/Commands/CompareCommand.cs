using System.Collections.Immutable;
using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Results;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Trials or whole sweeps side by side: what was set differently, what differs in the result, and what may be said of it.</summary>
internal sealed class CompareCommand(ClientServices services) : AsyncCommand<CompareCommand.Settings>
{
    internal sealed class Settings : CommonSettings
    {
        [CommandArgument(0, "<WHAT>")]
        [Description("Two to twelve of SWEEP or SWEEP/TRIAL, where SWEEP is an id, or the beginning of an id or name. Differences are taken from the earlier to the later one")]
        public string[] What { get; init; } = [];

        [CommandOption("--format <FORMAT>")]
        [Description("table, json or csv. Default: table")]
        public string Format { get; init; } = "table";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var format = Choices.One("--format", settings.Format, OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        if (settings.What.Length is < 2 or > SideBySide.MostArms)
            throw new UsageException($"compare was given {settings.What.Length}: it takes two to {SideBySide.MostArms} of SWEEP or SWEEP/TRIAL, such as hudson/0 hudson/4");
        await using var silo = await OpenExisting.Async(services, target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var arms = await ArmsAsync(silo.Orchestrator, target, settings.What);
        var result = await silo.Orchestrator.CompareAsync(arms) ?? throw new InvalidOperationException("The silo lost a sweep or trial that it listed a moment ago.");
        await new ComparePresenter(services.Streams, format).ShowAsync(result, cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<ImmutableArray<CompareArm>> ArmsAsync(IOrchestrator orchestrator, Target target, string[] what)
    {
        var arms = ImmutableArray.CreateBuilder<CompareArm>(what.Length);
        foreach (var given in what)
        {
            var reference = ArmReference.Parse(given);
            var sweep = await SweepChoice.FindAsync(orchestrator, target, reference.Sweep);
            if (reference.Trial is { } trial) await CheckTrialAsync(orchestrator, sweep, given, trial);
            var arm = new CompareArm(sweep.Id, reference.Trial);
            if (arms.Contains(arm)) throw new UsageException($"{given}: this is named twice; name something to compare it with");
            arms.Add(arm);
        }

        return arms.MoveToImmutable();
    }

    private static async Task CheckTrialAsync(IOrchestrator orchestrator, SweepRow sweep, string given, int trial)
    {
        var trials = await orchestrator.TrialsAsync(sweep.Id);
        if (trials.Any(row => row.Number == trial)) return;
        var known = trials.IsEmpty ? "it has no trials yet" : $"its trials are {trials.Min(row => row.Number)} to {trials.Max(row => row.Number)}";
        throw new UsageException($"{given}: {sweep.Id} has no trial {trial}; {known}");
    }
}
