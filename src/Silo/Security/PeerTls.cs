using System.Security.Cryptography.X509Certificates;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Orchestrator.Silo.Security;

/// <summary>TLS with certificates on both sides, between silos and from clients to silos.</summary>
internal static class PeerTls
{
    /// <summary>Sent and not checked: silos are known by their certificate's authority and use, because their addresses change.</summary>
    private const string ServerName = "orchestrator";

    /// <summary>A client's certificate opens the gateway only: whoever wants to be a silo needs one of a node.</summary>
    public static void Secure(ISiloBuilder silo, NodeCertificates certificates) => silo.Configure<SiloConnectionOptions>(connections =>
    {
        connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(Demanding(CertificateUse.Node, certificates)));
        connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(Demanding(CertificateUse.Client, certificates)));
        connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(Demanding(CertificateUse.Node, certificates)));
    });

    public static void Secure(IClientBuilder client, NodeCertificates certificates) =>
        client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(connection => connection.UseClientTls(Demanding(CertificateUse.Node, certificates))));

    /// <param name="use">What the other side's certificate must be made for.</param>
    private static TlsOptions Demanding(CertificateUse use, NodeCertificates certificates) => new()
    {
        LocalCertificate = certificates.Own,
        LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Own,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (X509Certificate2 shown, X509Chain? _, System.Net.Security.SslPolicyErrors _) => certificates.Accepts(shown, use),
        OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = ServerName,
    };
}
