using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Client.CommandLine;

/// <summary>Which installation a command means, resolved from options and environment.</summary>
/// <param name="DataDirectory">Absolute.</param>
/// <param name="DataAsTyped">For hints that can be pasted; null when it is the default.</param>
/// <param name="Cluster">Address of a silo's client gateway, or null: the silo of the data directory.</param>
internal sealed record Target(string DataDirectory, string? DataAsTyped, IPEndPoint? Cluster, string? ClusterAsTyped)
{
    public const string DataVariable = "ORCHESTRATOR_DATA";
    public const string ClusterVariable = "ORCHESTRATOR_CLUSTER";
    public const string CertificatesVariable = "ORCHESTRATOR_CERTIFICATES";
    public const string DefaultDirectory = "orchestrator-data";

    /// <summary>Folder of certificates to show to a cluster; null: plain connections.</summary>
    public string? Certificates { get; init; }

    /// <summary>For hints that can be pasted; null when the environment says it.</summary>
    public string? CertificatesAsTyped { get; init; }

    /// <exception cref="UsageException">An option has no meaning.</exception>
    public static Target From(CommonSettings settings)
    {
        var data = NullIfEmpty(settings.Data) ?? NullIfEmpty(Environment.GetEnvironmentVariable(DataVariable));
        var cluster = NullIfEmpty(settings.Cluster) ?? NullIfEmpty(Environment.GetEnvironmentVariable(ClusterVariable));
        var option = settings.Cluster is null ? ClusterVariable : "--cluster";
        return new Target(Path.GetFullPath(data ?? DefaultDirectory), NullIfEmpty(settings.Data), cluster is null ? null : Address(option, cluster), NullIfEmpty(settings.Cluster))
        {
            Certificates = NullIfEmpty(settings.Certificates) ?? NullIfEmpty(Environment.GetEnvironmentVariable(CertificatesVariable)),
            CertificatesAsTyped = NullIfEmpty(settings.Certificates),
        };
    }

    /// <summary>The command as a person would type it again for the same installation.</summary>
    public string Command(string verbAndArguments) =>
        $"orchestrator {verbAndArguments}"
        + (DataAsTyped is null ? "" : $" --data {ShellWord.Quote(DataAsTyped)}")
        + (ClusterAsTyped is null ? "" : $" --cluster {ShellWord.Quote(ClusterAsTyped)}")
        + (CertificatesAsTyped is null ? "" : $" --certificates {ShellWord.Quote(CertificatesAsTyped)}");

    private static IPEndPoint Address(string option, string given)
    {
        const string fix = "use the address that 'orchestrator up' prints, such as 127.0.0.1:30000";
        var colon = given.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(given.AsSpan(colon + 1), out var port) || port is < 1 or > 65535)
            throw UsageException.ForOption(option, given, "must be HOST:PORT", fix);
        var host = given[..colon].Trim('[', ']');
        if (IPAddress.TryParse(host, out var literal))
            return new IPEndPoint(literal, port);
        try
        {
            var found = Dns.GetHostAddresses(host);
            return new IPEndPoint(found.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? found[0], port);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw UsageException.ForOption(option, given, "no machine of this name is known", fix);
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
