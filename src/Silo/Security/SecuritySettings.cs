using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Silo.Security;

/// <summary>Settings of addresses, tokens and certificates, as text from files and variables.</summary>
public static class SecuritySettings
{
    public const string VariablePrefix = "ORCHESTRATOR_";

    private const string Token = "Token";
    private const string TokenFile = "TokenFile";
    private const string Certificates = "Certificates";

    /// <summary>Settings of this process's environment.</summary>
    public static IConfiguration Environment { get; } = new ConfigurationBuilder().AddEnvironmentVariables(VariablePrefix).Build();

    /// <summary>A command line is shown to everybody on the machine.</summary>
    /// <exception cref="SecuritySettingsException">There is a token on it.</exception>
    public static void RefuseTokenOn(string[] commandLine)
    {
        if (new ConfigurationBuilder().AddCommandLine(commandLine).Build()[Token] is not null)
            throw new SecuritySettingsException($"Token stands on the command line, where everybody on this machine can read it; set {VariablePrefix}TOKEN, or write it into a file and name that with --{TokenFile}.");
    }

    /// <exception cref="SecuritySettingsException">A setting is not what it must be, or lets strangers in.</exception>
    public static WebAccess Web(IConfiguration settings)
    {
        var web = new WebAccess
        {
            Address = Text(settings, "HttpAddress") is { } address ? Literal("HttpAddress", address) : IPAddress.Loopback,
            Token = ReadToken(settings),
            Certificate = WebCertificate(settings),
            RequestsPerSecond = Text(settings, "RequestsPerSecond") is { } rate ? Rate(rate) : WebAccess.DefaultRequestsPerSecond,
        };
        AddressRules.Check(web);
        return web;
    }

    /// <exception cref="SecuritySettingsException">A setting is not what it must be, or lets strangers in.</exception>
    public static PeerAccess Peers(IConfiguration settings)
    {
        var peers = new PeerAccess
        {
            Address = Text(settings, "Address") is { } address ? Resolved("Address", address) : IPAddress.Loopback,
            Certificates = Text(settings, Certificates) is { } folder ? NodeCertificates.Load(folder, CertificateUse.Node) : null,
        };
        AddressRules.Check(peers);
        return peers;
    }

    private static AccessToken? ReadToken(IConfiguration settings) =>
        Text(settings, TokenFile) is { } file ? AccessToken.FromFile(file)
        : Text(settings, Token) is { } token ? AccessToken.Of(token, $"{VariablePrefix}TOKEN")
        : null;

    private static X509Certificate2? WebCertificate(IConfiguration settings) =>
        (Text(settings, "HttpCertificates") ?? Text(settings, Certificates)) is { } folder ? NodeCertificates.Pair(folder) : null;

    private static int Rate(string text) => int.TryParse(text, out var rate) && rate is >= 1 and <= 100_000
        ? rate
        : throw new SecuritySettingsException($"RequestsPerSecond = '{text}': must be a whole number from 1 to 100000; leave it out for {WebAccess.DefaultRequestsPerSecond}.");

    private static IPAddress Literal(string name, string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new SecuritySettingsException($"{name} = '{text}': must be an IP address of this machine; use 127.0.0.1, or 0.0.0.0 for all of its addresses.");

    /// <summary>A name too: containers know their own name before their address.</summary>
    private static IPAddress Resolved(string name, string text)
    {
        if (IPAddress.TryParse(text, out var literal)) return literal;
        try
        {
            var found = Dns.GetHostAddresses(text);
            return found.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new SecuritySettingsException($"{name} = '{text}': no machine of this name is known; use an IP address of this machine, or a name that stands for one.", unknown);
        }
    }

    private static string? Text(IConfiguration settings, string name) => settings[name] is { Length: > 0 } text ? text : null;
}
