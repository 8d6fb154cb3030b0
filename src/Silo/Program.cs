using System.Runtime.InteropServices;
using Orchestrator.Silo;

// A process that is only a silo. Settings: appsettings.json, then ORCHESTRATOR_* variables, then the command line (--Database, --Roles, --HttpPort …).
var configuration = new ConfigurationBuilder()
    .SetBasePath(AppContext.BaseDirectory)
    .AddJsonFile("appsettings.json", optional: true)
    .AddEnvironmentVariables("ORCHESTRATOR_")
    .AddCommandLine(args)
    .Build();

var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop);
try
{
    if (SiloSettings.ReadCluster(configuration) is { } cluster) await ServeClusterAsync(cluster);
    else await ServeDirectoryAsync(SiloSettings.Read(configuration));
    return 0;
}
catch (Exception error) when (error is FormatException or ArgumentException or DataDirectoryInUseException or LedgerTooNewException or WrongVariableException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
catch (DatabaseUnreachableException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 3;
}

async Task ServeDirectoryAsync(EmbeddedSiloOptions options)
{
    await using var silo = await EmbeddedSilo.StartAsync(options, CancellationToken.None);
    await Console.Error.WriteLineAsync($"Serving {Path.GetFullPath(options.DataDirectory)}{(silo.Web is null ? "" : $" at {silo.Web}")}; Ctrl+C stops it, unfinished runs resume with the next start.");
    await stop.Task;
}

async Task ServeClusterAsync(ClusterSiloOptions options)
{
    await using var silo = await ClusterSilo.StartAsync(options, CancellationToken.None);
    var clients = options.Roles.HasFlag(SiloRoles.Control) ? $"clients connect to 127.0.0.1:{options.GatewayPort}" : "no clients";
    await Console.Error.WriteLineAsync($"Silo 127.0.0.1:{options.SiloPort} has joined ({options.Roles}; {clients}); Ctrl+C stops it, its runs go on elsewhere.");
    await stop.Task;
}

void RequestStop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
