using System.Collections.Immutable;
using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Listings;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>Reads the ledger and says what in it must not be.</summary>
internal sealed class CheckCommand(ClientServices services) : AsyncCommand<CheckCommand.Settings>
{
    private static readonly ImmutableArray<Column<AuditFinding>> Columns =
    [
        new("rule", finding => finding.Rule),
        new("where", finding => finding.Where),
        new("what", finding => finding.What),
    ];

    internal sealed class Settings : ListingSettings
    {
        [CommandArgument(0, "[SWEEP]")]
        [Description("Id of the sweep, or the beginning of its id or name. Default: all sweeps, and all leases together")]
        public string? Sweep { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var format = settings.OutputFormat;
        await using var silo = await OpenExisting.Async(services, target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var sweeps = settings.Sweep is null
            ? (await silo.Orchestrator.SweepsAsync()).Select(sweep => sweep.Id).ToImmutableArray()
            : [(await SweepChoice.FindAsync(silo.Orchestrator, target, settings.Sweep)).Id];
        var findings = ImmutableArray.CreateBuilder<AuditFinding>();
        foreach (var sweep in sweeps) findings.AddRange(await silo.Orchestrator.CheckAsync(sweep));
        findings.AddRange(await silo.Orchestrator.CheckLeasesAsync());
        await ShowAsync(findings.ToImmutable(), format, cancellationToken);
        if (!settings.Quiet) services.Streams.Say($"{sweeps.Length} sweep{(sweeps.Length == 1 ? "" : "s")} checked: {(findings.Count == 0 ? "sound" : $"{findings.Count} findings")}");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task ShowAsync(ImmutableArray<AuditFinding> findings, OutputFormat format, CancellationToken cancellation)
    {
        if (format != OutputFormat.Table)
        {
            await RowWriter.WriteAsync(services.Streams.Data, format, Columns, findings, cancellation);
            return;
        }
        if (findings.IsEmpty) return;
        var table = new Table { Border = services.Streams.ResultGlyphs.Border }.AddColumns("rule", "where", "what");
        foreach (var finding in findings)
            table.AddRow([.. new[] { finding.Rule, finding.Where, finding.What }.Select(cell => new Markup(PlainText.Escaped(cell)))]);
        services.Streams.Results.Write(table);
    }
}
