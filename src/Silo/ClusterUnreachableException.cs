using System.Net;

namespace Orchestrator.Silo;

/// <summary>Nothing that speaks our protocol answers at an address.</summary>
public sealed class ClusterUnreachableException : Exception
{
    internal ClusterUnreachableException(IPEndPoint gateway, string what, Exception? cause = null)
        : base($"No orchestrator answers at {gateway}: {what}. Check the address (--cluster HOST:PORT or ORCHESTRATOR_CLUSTER; of a cluster any silo with the role control will do), or start one with 'orchestrator up'.", cause) => Gateway = gateway;

    public IPEndPoint Gateway { get; }
}
