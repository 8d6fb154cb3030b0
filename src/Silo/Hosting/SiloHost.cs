using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Orchestrator.Grains;
using Orchestrator.Silo.Logging;
using Orchestrator.Silo.Storage;
using Orchestrator.Silo.Security;
using Orchestrator.Silo.Telemetry;
using Orchestrator.Silo.Web;
using Orleans.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>Puts a silo together: hosting, clustering, storage, telemetry, grains, and web pages where a port is set.</summary>
internal static class SiloHost
{
    public const string ClusterName = "orchestrator";

    /// <summary>Nothing we send comes near it; the default of 100 MB lets one message fill the memory.</summary>
    private const int LargestMessageBytes = 64 << 20;

    /// <exception cref="SecuritySettingsException">Strangers could reach what it opens.</exception>
    public static IHost Build(SiloShape shape, SiloPorts ports, ISiloFoundation foundation)
    {
        AddressRules.Check(shape.Peers);
        AddressRules.Check(shape.Web);
        if (shape.HttpPort is not { } port)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
            Compose(builder, shape, ports, foundation);
            return builder.Build();
        }

        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Compose(web, shape, ports, foundation);
        WebPages.AddServices(web, port, shape.Web);
        var app = web.Build();
        WebPages.Map(app, shape.Web);
        return app;
    }

    public static void NameCluster(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = (ClusterName, ClusterName);

    /// <summary>Where the web pages of a started silo are.</summary>
    public static Uri WebAddress(IHost host)
    {
        var address = new Uri(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(address) { Host = "localhost" }.Uri
            : address;
    }

    public static async ValueTask DisposeAsync(IHost host)
    {
        if (host is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else host.Dispose();
    }

    private static void Compose(IHostApplicationBuilder builder, SiloShape shape, SiloPorts ports, ISiloFoundation foundation)
    {
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shape.StopWithin);
        builder.Services.AddSingleton(TimeProvider.System);
        foundation.AddStores(builder.Services);
        SiloLogging.Configure(builder.Logging, shape.LogOutput, foundation.LogFile);
        TelemetryExport.Configure(builder, shape.HttpPort is null ? Scraping.Off : Scraping.Prometheus);
        shape.Substitutes?.Invoke(builder.Services);
        builder.UseOrleans(silo =>
        {
            foundation.AddClustering(silo, ports);
            ConfigureSilo(silo, ports, shape);
        });
    }

    private static void ConfigureSilo(ISiloBuilder silo, SiloPorts ports, SiloShape shape)
    {
        silo.Configure<ClusterOptions>(NameCluster);
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = shape.Peers.Address;
            endpoint.SiloListeningEndpoint = new IPEndPoint(shape.Peers.Address, ports.Silo);
            endpoint.SiloPort = ports.Silo;
            endpoint.GatewayPort = ports.Gateway;
            endpoint.GatewayListeningEndpoint = ports.HasGateway ? new IPEndPoint(shape.Peers.Address, ports.Gateway) : null;
        });
        if (shape.Peers.Certificates is { } certificates) PeerTls.Secure(silo, certificates);
        silo.Configure<ClusterMembershipOptions>(MembershipPace.Set);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = LargestMessageBytes);
        silo.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = shape.StopWithin);
#pragma warning disable ORLEANSEXP003 // The strong directory is opt-in; without it healthy grains are dropped whenever another silo leaves.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        silo.AddActivityPropagation();
        silo.AddIncomingGrainCallFilter<LedgerFaults>();
        silo.AddOrchestratorGrains(shape.Work);
    }
}
