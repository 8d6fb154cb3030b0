using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Security;
using Orchestrator.Silo.Telemetry;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Orchestrator.Silo;

/// <summary>A connection to silos in other processes. It moves to another silo of the cluster when the one it uses is gone.</summary>
public sealed class SiloConnection : IAsyncDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A gateway that accepts the connection answers its handshake in milliseconds; the rest is room for a busy machine.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly IHost _host;

    private SiloConnection(IHost host) => _host = host;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <exception cref="ClusterUnreachableException">Nothing listens there, or it is not a gateway of ours.</exception>
    public static Task<SiloConnection> ConnectAsync(IPEndPoint gateway, CancellationToken cancellation) => ConnectAsync(gateway, certificates: null, cancellation);

    /// <param name="certificates">What to show, and whom to believe; null: a plain connection.</param>
    /// <exception cref="ClusterUnreachableException">Nothing listens there, it is not a gateway of ours, or one side does not accept the other's certificate.</exception>
    public static async Task<SiloConnection> ConnectAsync(IPEndPoint gateway, NodeCertificates? certificates, CancellationToken cancellation)
    {
        if (!Loopback.Answers(gateway, ProbeTimeout)) throw new ClusterUnreachableException(gateway, "nothing listens there");
        var host = Build(gateway, certificates);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(HandshakeTimeout);
            await host.StartAsync(limit.Token).WaitAsync(limit.Token);
            return new SiloConnection(host);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            host.Dispose();
            throw new ClusterUnreachableException(gateway, certificates is null ? "what listens there does not answer as a silo's port for clients does (GatewayPort, not SiloPort or HttpPort; a cluster with certificates takes only clients that show one: --certificates FOLDER)" : "what listens there does not accept our certificate, or has none that we accept", error);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static IHost Build(IPEndPoint gateway, NodeCertificates? certificates)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        TelemetryExport.ConfigureClient(builder);
        var gateways = new LearnedGateways(gateway);
        builder.Services.AddSingleton(gateways);
        builder.UseOrleansClient(client =>
        {
            client.Services.AddSingleton<IGatewayListProvider>(gateways);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = gateways.MaxStaleness);
            client.Configure<ClusterOptions>(SiloHost.NameCluster);
            if (certificates is not null) PeerTls.Secure(client, certificates);
            client.AddActivityPropagation();
        });
        builder.Services.AddHostedService<GatewayWatch>();
        return builder.Build();
    }
}
