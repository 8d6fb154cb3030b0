using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Workers;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>The devices of the running silo and what they are busy with.</summary>
internal sealed class DevicesCommand(ClientServices services) : AsyncCommand<ListingSettings>
{
    private static readonly ImmutableArray<Column<DeviceRow>> Columns =
    [
        new("worker", device => device.Worker),
        new("device", device => device.Name),
        new("model", device => device.Model),
        new("memory_bytes", device => device.MemoryBytes),
        new("slots", device => device.Slots),
        new("leased", device => device.Leases.Length),
        new("exclusive", device => device.Leases.Any(lease => lease.Exclusive)),
        new("runs", Runs),
    ];

    public override async Task<int> ExecuteAsync(CommandContext context, ListingSettings settings, CancellationToken cancellationToken)
    {
        var target = Target.From(settings);
        var format = settings.OutputFormat;
        await using var silo = await services.Connector.OpenAsync(target, Purpose.Ask, HostingChoice.None, cancellationToken);
        if (silo.Place == SiloPlace.ThisProcess)
            throw new UsageException($"{target.DataDirectory}: no silo runs on it, so no devices are offered; start one with '{target.Command("up")}', or ask this machine with 'orchestrator doctor'");
        var devices = await silo.Orchestrator.DevicesAsync();
        if (format != OutputFormat.Table)
        {
            await RowWriter.WriteAsync(services.Streams.Data, format, Columns, devices, cancellationToken);
            return ExitCode.Done;
        }
        var table = new Table { Border = services.Streams.ResultGlyphs.Border }.AddColumns("worker", "device", "memory", "in use", "runs");
        foreach (var device in devices)
            table.AddRow([.. new[] { device.Worker, device.Model is { } model ? $"{device.Name} ({model})" : device.Name, device.MemoryBytes is { } bytes ? Numbers.Bytes(bytes) : "", $"{device.Leases.Length}/{device.Slots}", Runs(device) }.Select(cell => new Markup(PlainText.Escaped(cell)))]);
        services.Streams.Results.Write(table);
        return ExitCode.Done;
    }

    private static string Runs(DeviceRow device) => string.Join(' ', device.Leases.Select(lease => lease.Run));
}
