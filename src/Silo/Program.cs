using System.Runtime.InteropServices;
using Orchestrator.Silo;

// A process that is only a silo. Settings: appsettings.json, then ORCHESTRATOR_* variables, then the command line (--DataDirectory, --HttpPort …).
var configuration = new ConfigurationBuilder()
    .SetBasePath(AppContext.BaseDirectory)
    .AddJsonFile("appsettings.json", optional: true)
    .AddEnvironmentVariables("ORCHESTRATOR_")
    .AddCommandLine(args)
    .Build();

EmbeddedSiloOptions options;
try
{
    options = SiloSettings.Read(configuration);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop);
try
{
    await using var silo = await EmbeddedSilo.StartAsync(options, CancellationToken.None);
    await Console.Error.WriteLineAsync($"Serving {Path.GetFullPath(options.DataDirectory)}{(silo.Web is null ? "" : $" at {silo.Web}")}; Ctrl+C stops it, unfinished runs resume with the next start.");
    await stop.Task;
}
catch (Exception error) when (error is DataDirectoryInUseException or LedgerTooNewException or WrongVariableException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

return 0;

void RequestStop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
