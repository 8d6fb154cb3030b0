using System.ComponentModel;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;
using Orchestrator.Silo;
using Orchestrator.Silo.Security;
using Spectre.Console.Cli;

namespace Orchestrator.Client.Commands;

/// <summary>A silo in the foreground, with its pages, until Ctrl-C.</summary>
internal sealed class UpCommand(ClientServices services) : AsyncCommand<UpCommand.Settings>
{
    internal sealed class Settings : HostingSettings
    {
        [CommandOption("--port <PORT>")]
        [Description("Port of the web pages; 0: any free one. Default: 5080")]
        public string Port { get; init; } = "5080";

        [CommandOption("--address <IP>")]
        [Description("Address of the web pages. Any other than loopback needs a token in the file $ORCHESTRATOR_TOKENFILE or in $ORCHESTRATOR_TOKEN. Default: 127.0.0.1")]
        public string? Address { get; init; }

        [CommandOption("--data-root <DIR>")]
        [Description("Folder from which submitted sweep files may have data read; can be given several times. Default: any folder")]
        public string[] DataRoots { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var streams = services.Streams;
        var target = Target.From(settings);
        var options = new HostingChoice(settings.Slots is null ? null : Choices.Whole("--slots", settings.Slots, 1, 1024), Choices.Whole("--port", settings.Port, 0, 65535))
        {
            Web = SecuritySettings.Web(WebSettings(settings.Address)),
            DataRoots = [.. settings.DataRoots],
        };
        if (target.Cluster is not null)
            throw new UsageException("up: starts a silo here, so --cluster (or ORCHESTRATOR_CLUSTER) has no meaning; leave it out");
        if (RunningSilo.Find(target.DataDirectory) is { } other)
            throw new UsageException($"{target.DataDirectory}: process {other.ProcessId} serves it already{(other.Web is null ? "" : $" at {other.Web}")}; stop that one first, or name another data directory (--data DIR)");
        await using var silo = await StartAsync(target, options, settings.Port, cancellationToken);
        streams.Answer($"{silo.Web}");
        if (!settings.Quiet)
        {
            streams.Say($"Serving {target.DataDirectory} at {silo.Web}; commands with the same data directory talk to it"
                + (RunningSilo.Find(target.DataDirectory) is { } self ? $", others with --cluster {self.Gateway}." : "."));
            streams.Say("Ctrl-C stops it; unfinished sweeps go on at the next start.");
        }
        await Task.WhenAny(silo.WhenAskedToLeave(), Task.Delay(Timeout.InfiniteTimeSpan, services.Time, cancellationToken));
        streams.Say("Stopping: running runs write their checkpoints ...");
        return ExitCode.Done;
    }

    private static IConfiguration WebSettings(string? address) => new ConfigurationBuilder()
        .AddConfiguration(SecuritySettings.Environment)
        .AddInMemoryCollection(address is null ? [] : [KeyValuePair.Create("HttpAddress", (string?)address)])
        .Build();

    private async Task<OpenSilo> StartAsync(Target target, HostingChoice options, string port, CancellationToken cancellation)
    {
        try
        {
            return await services.Connector.OpenAsync(target, Purpose.Train, options, cancellation);
        }
        catch (PortTakenException taken)
        {
            throw UsageException.ForOption("--port", port, taken.Reason, "use another port, or 0 for any free one");
        }
    }
}
