namespace Orchestrator.Silo.Logging;

/// <summary>What is logged and where: warnings and worse to a file, nothing on the terminal unless asked.</summary>
internal static class SiloLogging
{
    /// <summary>In its first seconds this Orleans component warns of checks that took as long as the machine is up.</summary>
    private const string NoisyWatchdog = "Orleans.Runtime.Watchdog";

    public static void Configure(ILoggingBuilder logging, LogOutput output, string? file)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Orchestrator", LogLevel.Information);
        logging.AddFilter(NoisyWatchdog, LogLevel.Error);
        if (file is not null) logging.AddProvider(new RollingFileLoggerProvider(file, TimeProvider.System));
        if (output == LogOutput.FileAndStandardError)
            logging.AddSimpleConsole(console => console.SingleLine = true).Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
