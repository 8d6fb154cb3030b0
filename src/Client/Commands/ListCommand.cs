using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>All sweeps, newest first.</summary>
internal sealed class ListCommand(ClientServices services) : AsyncCommand<ListingSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, ListingSettings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var format = settings.OutputFormat;
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        var sweeps = await silo.Orchestrator.SweepsAsync();
        if (format != OutputFormat.Table)
            await RowWriter.WriteAsync(services.Streams.Data, format, SweepColumns.All, sweeps, cancellationToken);
        else if (sweeps.IsEmpty)
            services.Streams.Say($"no sweeps in {(target.Cluster is null ? target.DataDirectory : target.Cluster.ToString())}");
        else
            services.Streams.Results.Write(Draw(sweeps, services.Streams.ResultGlyphs));
        return ExitCode.Done;
    }

    private static Table Draw(IEnumerable<SweepListing> sweeps, Glyphs glyphs)
    {
        var table = new Table { Border = glyphs.Border }.AddColumns("id", "name", "status");
        table.AddColumn(new TableColumn("runs").RightAligned()).AddColumn(new TableColumn("failed").RightAligned()).AddColumns("submitted", "took");
        foreach (var sweep in sweeps)
        {
            string[] cells =
            [
                sweep.Id, sweep.Name, sweep.Status.ToString().ToLowerInvariant(), $"{sweep.Finished}/{sweep.ExpectedRuns?.ToString() ?? "?"}", sweep.Failed == 0 ? "" : sweep.Failed.ToString(),
                sweep.SubmittedAt.LocalDateTime.ToString("yyyy-MM-dd HH:mm"), sweep.EndedAt is { } end ? Numbers.Clock(end - sweep.SubmittedAt) : "",
            ];
            table.AddRow([.. cells.Select(cell => new Markup(PlainText.Escaped(cell)))]);
        }
        return table;
    }
}
