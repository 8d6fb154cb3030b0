using System.Net;
using Orchestrator.Grains;
using Orchestrator.Grains.Ledger;
using Orchestrator.Silo.Logging;
using Orchestrator.Silo.Storage.Sqlite;
using Orchestrator.Silo.Telemetry;
using Orchestrator.Silo.Web;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Storage;

namespace Orchestrator.Silo.Hosting;

/// <summary>Puts a silo together: hosting, clustering on loopback, storage, telemetry, grains, and web pages where a port is set.</summary>
internal static class SiloHost
{
    private const string ClusterName = "orchestrator";

    /// <summary>A hung silo is noticed after about 7 s, and a pause of 1–3 s (collection, paging, driver) is forgiven. Equal bounds switch the adaptive timeout off, which would let a hang pass for a minute.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MembershipRefresh = TimeSpan.FromSeconds(5);

    /// <summary>Nothing we send comes near it; the default of 100 MB lets one message fill the memory.</summary>
    private const int LargestMessageBytes = 64 << 20;

    public static IHost Build(EmbeddedSiloOptions options, SiloPorts ports, OpenLedger ledger)
    {
        if (options.HttpPort is not { } port)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
            Compose(builder, options, ports, ledger);
            return builder.Build();
        }

        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Compose(web, options, ports, ledger);
        WebPages.AddServices(web, port);
        var app = web.Build();
        WebPages.Map(app);
        return app;
    }

    public static void NameCluster(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = (ClusterName, ClusterName);

    private static void Compose(IHostApplicationBuilder builder, EmbeddedSiloOptions options, SiloPorts ports, OpenLedger ledger)
    {
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopWithin);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(ledger.Database);
        builder.Services.AddSingleton(ledger.Writer);
        builder.Services.AddSingleton<ILedger, SqliteLedger>();
        builder.Services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (services, _) => ActivatorUtilities.CreateInstance<SqliteGrainStorage>(services));
        SiloLogging.Configure(builder.Logging, options.LogOutput, ledger.LogFile);
        TelemetryExport.Configure(builder, options.HttpPort is null ? Scraping.Off : Scraping.Prometheus);
        options.Substitutes?.Invoke(builder.Services);
        builder.UseOrleans(silo => ConfigureSilo(silo, ports, options));
    }

    private static WorkerOptions Work(EmbeddedSiloOptions options) => new()
    {
        Enabled = options.Duties == SiloDuties.Everything,
        WakesSweeps = options.Duties == SiloDuties.Everything,
        CpuSlots = options.CpuSlots,
        Tracing = TraceVariables.FromEnvironment(),
    };

    private static void ConfigureSilo(ISiloBuilder silo, SiloPorts ports, EmbeddedSiloOptions options)
    {
        silo.UseLocalhostClustering(ports.Silo, ports.Gateway, primarySiloEndpoint: null, ClusterName, ClusterName);
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = IPAddress.Loopback;
            endpoint.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, ports.Silo);
            endpoint.GatewayListeningEndpoint = new IPEndPoint(IPAddress.Loopback, ports.Gateway);
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = membership.MinProbeTimeout = membership.MaxProbeTimeout = ProbeTimeout;
            membership.NumMissedProbesLimit = 3;
            membership.TableRefreshTimeout = membership.IAmAliveTablePublishTimeout = MembershipRefresh;
            membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = LargestMessageBytes);
        silo.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = options.StopWithin);
#pragma warning disable ORLEANSEXP003 // The strong directory is opt-in; without it healthy grains are dropped whenever another silo leaves.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        silo.AddActivityPropagation();
        silo.AddOrchestratorGrains(Work(options));
    }
}
