using System.Net;
using Orchestrator.Grains;
using Orchestrator.Grains.Running;
using Orchestrator.Silo.Directories;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Security;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Silo;

/// <summary>A silo inside this process, on loopback ports that it chooses itself.</summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    /// <summary>Between choosing a free port and listening on it another process may take it.</summary>
    private const int StartAttempts = 3;

    private readonly IHost _host;
    private readonly OpenLedger _ledger;
    private int _stopped;

    private EmbeddedSilo(IHost host, OpenLedger ledger, Uri? web) => (_host, _ledger, Web) = (host, ledger, web);

    /// <summary>Calls grains without leaving the process.</summary>
    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Null without <see cref="EmbeddedSiloOptions.HttpPort"/>.</summary>
    public Uri? Web { get; }

    /// <exception cref="DataDirectoryInUseException">Another process owns the directory (not with duties Queries).</exception>
    /// <exception cref="SecuritySettingsException">Strangers could reach what it opens.</exception>
    /// <exception cref="LedgerTooNewException">A newer program wrote the ledger.</exception>
    /// <exception cref="LedgerDamagedException">The ledger's file is damaged.</exception>
    /// <exception cref="PortTakenException">It cannot listen on the port of its web pages.</exception>
    public static async Task<EmbeddedSilo> StartAsync(EmbeddedSiloOptions options, CancellationToken cancellation)
    {
        if (options.HttpPort is { } port) PortCheck.AreFree(new ListenAt(nameof(options.HttpPort), new IPEndPoint(options.Web.Address, port)));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(options, cancellation);
            }
            catch (Exception error) when (attempt < StartAttempts && SiloPorts.IsTaken(error))
            {
            }
        }
    }

    /// <summary>Completes when somebody wants this silo to leave; the caller stops it then. Where nobody waits for this, such a wish is refused.</summary>
    public Task WhenAskedToLeaveAsync() => _host.Services.GetRequiredService<SiloDeparture>().WaitAsync();

    /// <summary>Training runs checkpoint and stop, then the silo goes down. A second call does nothing.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        try
        {
            _ledger.Withdraw();
            await _host.StopAsync();
        }
        finally
        {
            await SiloHost.DisposeAsync(_host);
            _ledger.Dispose();
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private static async Task<EmbeddedSilo> StartOnceAsync(EmbeddedSiloOptions options, CancellationToken cancellation)
    {
        var ledger = OpenLedger.Open(new DataDirectory(options.DataDirectory), options.Duties);
        IHost? host = null;
        try
        {
            var ports = SiloPorts.Choose();
            host = SiloHost.Build(ShapeOf(options), ports, ledger);
            await host.StartAsync(cancellation);
            var web = options.HttpPort is null ? null : SiloHost.WebAddress(host);
            ledger.Announce(ports.Gateway, web);
            return new EmbeddedSilo(host, ledger, web);
        }
        catch
        {
            if (host is not null) await SiloHost.DisposeAsync(host);
            ledger.Dispose();
            throw;
        }
    }

    private static SiloShape ShapeOf(EmbeddedSiloOptions options) => new(
        new WorkerOptions
        {
            Enabled = options.Duties == SiloDuties.Everything,
            WakesSweeps = options.Duties == SiloDuties.Everything,
            IsAlone = true,
            CpuSlots = options.CpuSlots,
            CudaSlots = options.CudaSlots,
            CpuMemoryBytes = options.CpuMemoryBytes,
            DataRoots = options.DataRoots,
            Tracing = TraceVariables.FromEnvironment(),
        },
        options.HttpPort, options.LogOutput, options.StopWithin)
    {
        Web = options.Web,
        Substitutes = options.Substitutes,
    };
}
