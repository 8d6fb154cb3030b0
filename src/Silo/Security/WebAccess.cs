using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Silo.Security;

/// <summary>Where the web pages listen, and who may read them.</summary>
public sealed record WebAccess
{
    /// <summary>Far above what a person's pages ask for, and what one silo answers with ease.</summary>
    public const int DefaultRequestsPerSecond = 200;

    /// <summary>This machine only, for everybody on it.</summary>
    public static WebAccess Loopback { get; } = new();

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Null: whoever reaches the address may read and change everything; only possible on loopback.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>With its private key; null: plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>From one address, on average; twice as many at once.</summary>
    public int RequestsPerSecond { get; init; } = DefaultRequestsPerSecond;
}
