using System.Collections.Immutable;
using Npgsql;
using Orchestrator.Silo.Security;

namespace Orchestrator.Silo;

/// <summary>Settings of a silo process, as text from files, variables and the command line.</summary>
internal static class SiloSettings
{
    private const string DefaultDataDirectory = "orchestrator-data";

    /// <summary>Null without the setting Database: the silo then stands alone, on a data directory.</summary>
    /// <exception cref="FormatException">A setting is not what it must be.</exception>
    /// <exception cref="SecuritySettingsException">Strangers could reach what it opens, or a token or certificate cannot be used.</exception>
    public static ClusterSiloOptions? ReadCluster(IConfiguration configuration)
    {
        if (Text(configuration, "Database") is not { } database) return null;
        return new ClusterSiloOptions(Connection(database))
        {
            Roles = Roles(configuration),
            SiloPort = Number(configuration, "SiloPort", 1, 65535) ?? ClusterSiloOptions.DefaultSiloPort,
            GatewayPort = Number(configuration, "GatewayPort", 1, 65535) ?? ClusterSiloOptions.DefaultGatewayPort,
            HttpPort = Number(configuration, "HttpPort", 0, 65535),
            Peers = SecuritySettings.Peers(configuration),
            Web = SecuritySettings.Web(configuration),
            DataRoots = DataRoots(configuration),
            CpuSlots = Number(configuration, "CpuSlots", 0, 1024),
            CudaSlots = Number(configuration, "CudaSlots", 1, 1024) ?? 1,
            CpuMemoryBytes = CpuMemoryBytes(configuration),
            StopWithin = StopWithin(configuration),
        };
    }

    /// <exception cref="FormatException">A setting is not what it must be.</exception>
    /// <exception cref="SecuritySettingsException">Strangers could reach what it opens, or a token or certificate cannot be used.</exception>
    public static EmbeddedSiloOptions Read(IConfiguration configuration) => new(configuration["DataDirectory"] ?? configuration["DATA"] ?? DefaultDataDirectory)
    {
        HttpPort = Number(configuration, "HttpPort", 0, 65535),
        Web = SecuritySettings.Web(configuration),
        DataRoots = DataRoots(configuration),
        CpuSlots = Number(configuration, "CpuSlots", 1, 1024),
        CudaSlots = Number(configuration, "CudaSlots", 1, 1024) ?? 1,
        CpuMemoryBytes = CpuMemoryBytes(configuration),
        StopWithin = StopWithin(configuration),
        LogOutput = LogOutput.FileAndStandardError,
    };

    /// <summary>The text itself is not shown: it may hold a password.</summary>
    private static string Connection(string database)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(database).Host) ? throw new ArgumentException("it names no Host") : database;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new FormatException($"Database: must be a connection string of PostgreSQL ({error.Message.TrimEnd('.')}); write for example Host=127.0.0.1;Username=orchestrator;Database=orchestrator.", error);
        }
    }

    private static TimeSpan StopWithin(IConfiguration configuration) =>
        Number(configuration, "StopWithinSeconds", 1, 3600) is { } seconds ? TimeSpan.FromSeconds(seconds) : EmbeddedSiloOptions.DefaultStopWithin;

    private static long? CpuMemoryBytes(IConfiguration configuration) => (long?)Number(configuration, "CpuMemoryMiB", 1, int.MaxValue) << 20;

    private static SiloRoles Roles(IConfiguration configuration)
    {
        if (Text(configuration, "Roles") is not { } text) return SiloRoles.Control | SiloRoles.Worker;
        var roles = SiloRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            roles |= name.ToUpperInvariant() switch
            {
                "CONTROL" => SiloRoles.Control,
                "WORKER" => SiloRoles.Worker,
                _ => throw new FormatException($"Roles = '{text}': '{name}' is no role; use control, worker, or both with a comma between them."),
            };
        }

        return roles;
    }

    /// <summary>Written like a search path.</summary>
    private static ImmutableArray<string> DataRoots(IConfiguration configuration) =>
        Text(configuration, "DataRoots") is { } text ? [.. text.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : [];

    private static string? Text(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } text ? text : null;

    private static int? Number(IConfiguration configuration, string name, int least, int most)
    {
        if (Text(configuration, name) is not { } text) return null;
        return int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} = '{text}': must be a whole number from {least} to {most}; leave it out for the default.");
    }
}
