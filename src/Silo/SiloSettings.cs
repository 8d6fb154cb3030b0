namespace Orchestrator.Silo;

/// <summary>Settings of a silo process, as text from files, variables and the command line.</summary>
internal static class SiloSettings
{
    private const string DefaultDataDirectory = "orchestrator-data";

    /// <exception cref="FormatException">A setting is not what it must be.</exception>
    public static EmbeddedSiloOptions Read(IConfiguration configuration) => new(configuration["DataDirectory"] ?? configuration["DATA"] ?? DefaultDataDirectory)
    {
        HttpPort = Number(configuration, "HttpPort", 0, 65535),
        CpuSlots = Number(configuration, "CpuSlots", 1, 1024),
        StopWithin = Number(configuration, "StopWithinSeconds", 1, 3600) is { } seconds ? TimeSpan.FromSeconds(seconds) : EmbeddedSiloOptions.DefaultStopWithin,
        LogOutput = LogOutput.FileAndStandardError,
    };

    private static int? Number(IConfiguration configuration, string name, int least, int most)
    {
        if (configuration[name] is not { Length: > 0 } text) return null;
        return int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} = '{text}': must be a whole number from {least} to {most}; leave it out for the default.");
    }
}
