using System.Net;

namespace Orchestrator.Silo.Security;

/// <summary>Where a silo listens for other silos and for clients, and whom it lets in.</summary>
public sealed record PeerAccess
{
    /// <summary>This machine only, for everybody on it.</summary>
    public static PeerAccess Loopback { get; } = new();

    /// <summary>Also what other silos and clients are told.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Null: plain connections from whoever reaches the address; only possible on loopback.</summary>
    public NodeCertificates? Certificates { get; init; }
}
