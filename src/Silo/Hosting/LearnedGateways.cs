using System.Net;
using Orleans.Messaging;

namespace Orchestrator.Silo.Hosting;

/// <summary>The gateway that a person named, and those that the cluster has told of since: the client outlives any one of them.</summary>
internal sealed class LearnedGateways(IPEndPoint named) : IGatewayListProvider
{
    private volatile Uri[] _gateways = [Address(named)];

    public TimeSpan MaxStaleness { get; } = TimeSpan.FromSeconds(5);

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>([.. _gateways]);

    /// <summary>A cluster that names none keeps those that are known.</summary>
    public void Learn(IEnumerable<MembershipEntry> silos)
    {
        Uri[] learned = [.. silos.Where(silo => silo.ProxyPort > 0).Select(silo => Address(new IPEndPoint(silo.SiloAddress.Endpoint.Address, silo.ProxyPort)))];
        if (learned.Length > 0) _gateways = learned;
    }

    /// <summary>Generation 0 stands for whatever process listens there.</summary>
    private static Uri Address(IPEndPoint endpoint) => SiloAddress.New(endpoint, 0).ToGatewayUri();
}
