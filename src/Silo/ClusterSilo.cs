using System.Net;
using Orchestrator.Grains;
using Orchestrator.Grains.Running;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Security;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Silo;

/// <summary>One silo of a cluster in this process.</summary>
public sealed class ClusterSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly SharedLedger _ledger;

    private ClusterSilo(IHost host, SharedLedger ledger) => (_host, _ledger) = (host, ledger);

    /// <summary>Calls grains without leaving the process.</summary>
    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <exception cref="SecuritySettingsException">Strangers could reach what it opens.</exception>
    /// <exception cref="DatabaseUnreachableException">The database does not answer, or lets nobody in.</exception>
    /// <exception cref="LedgerTooNewException">A newer program wrote the ledger.</exception>
    /// <exception cref="PortTakenException">It cannot listen on one of its ports.</exception>
    public static async Task<ClusterSilo> StartAsync(ClusterSiloOptions options, CancellationToken cancellation)
    {
        PortCheck.AreFree([.. Listening(options)]);
        var ledger = await SharedLedger.OpenAsync(options.Database, cancellation);
        IHost? host = null;
        try
        {
            host = SiloHost.Build(ShapeOf(options), PortsOf(options), ledger);
            await host.StartAsync(cancellation);
            return new ClusterSilo(host, ledger);
        }
        catch
        {
            if (host is not null) await SiloHost.DisposeAsync(host);
            await ledger.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when somebody wants this silo to leave; the caller disposes it then.</summary>
    public Task WhenAskedToLeaveAsync() => _host.Services.GetRequiredService<SiloDeparture>().WaitAsync();

    /// <summary>Training runs checkpoint and go elsewhere, then the silo leaves the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync();
        }
        finally
        {
            await SiloHost.DisposeAsync(_host);
            await _ledger.DisposeAsync();
        }
    }

    private static IEnumerable<ListenAt> Listening(ClusterSiloOptions options)
    {
        yield return new ListenAt(nameof(options.SiloPort), new IPEndPoint(options.Peers.Address, options.SiloPort));
        if (!options.Roles.HasFlag(SiloRoles.Control)) yield break;
        yield return new ListenAt(nameof(options.GatewayPort), new IPEndPoint(options.Peers.Address, options.GatewayPort));
        if (options.HttpPort is { } port) yield return new ListenAt(nameof(options.HttpPort), new IPEndPoint(options.Web.Address, port));
    }

    private static SiloPorts PortsOf(ClusterSiloOptions options) => new(options.SiloPort, options.Roles.HasFlag(SiloRoles.Control) ? options.GatewayPort : 0);

    private static SiloShape ShapeOf(ClusterSiloOptions options) => new(
        new WorkerOptions
        {
            Enabled = options.Roles.HasFlag(SiloRoles.Worker),
            WakesSweeps = options.Roles.HasFlag(SiloRoles.Control),
            CpuSlots = options.CpuSlots,
            CudaSlots = options.CudaSlots,
            CpuMemoryBytes = options.CpuMemoryBytes,
            DataRoots = options.DataRoots,
            Tracing = TraceVariables.FromEnvironment(),
        },
        options.Roles.HasFlag(SiloRoles.Control) ? options.HttpPort : null, LogOutput.FileAndStandardError, options.StopWithin)
    {
        Substitutes = options.Substitutes,
        Web = options.Web,
        Peers = options.Peers,
    };
}
