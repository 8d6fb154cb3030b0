using System.Net;
using System.Runtime.InteropServices;
using Orchestrator.Silo;
using Orchestrator.Silo.Security;

if (DeviceRole.IsMeant(args)) return DeviceRole.Run();

// A process that is only a silo. Settings: appsettings.json, then ORCHESTRATOR_* variables, then the command line (--Database, --Roles, --HttpPort …).
var configuration = new ConfigurationBuilder()
    .SetBasePath(AppContext.BaseDirectory)
    .AddJsonFile("appsettings.json", optional: true)
    .AddEnvironmentVariables(SecuritySettings.VariablePrefix)
    .AddCommandLine(args)
    .Build();

var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop);
try
{
    SecuritySettings.RefuseTokenOn(args);
    if (SiloArguments.AskForHelp(args))
    {
        Console.Write(SiloArguments.Help);
        return 0;
    }
    SiloArguments.Check(args);
    if (SiloSettings.ReadCluster(configuration) is { } cluster) await ServeClusterAsync(cluster);
    else await ServeDirectoryAsync(SiloSettings.Read(configuration));
    return 0;
}
catch (Exception error) when (SiloExitCode.Of(error) is { } code)
{
    await Console.Error.WriteLineAsync(error.Message);
    return code;
}

async Task ServeDirectoryAsync(EmbeddedSiloOptions options)
{
    await using var silo = await EmbeddedSilo.StartAsync(options, CancellationToken.None);
    await Console.Error.WriteLineAsync($"Serving {Path.GetFullPath(options.DataDirectory)}{(silo.Web is null ? "" : $" at {silo.Web}")}; Ctrl+C stops it, unfinished runs resume with the next start.");
    await WaitForEndAsync(silo.WhenAskedToLeaveAsync());
}

async Task ServeClusterAsync(ClusterSiloOptions options)
{
    await using var silo = await ClusterSilo.StartAsync(options, CancellationToken.None);
    var clients = options.Roles.HasFlag(SiloRoles.Control) ? $"clients connect to {new IPEndPoint(options.Peers.Address, options.GatewayPort)}" : "no clients";
    await Console.Error.WriteLineAsync($"Silo {new IPEndPoint(options.Peers.Address, options.SiloPort)} has joined ({options.Roles}; {clients}); Ctrl+C stops it, its runs go on elsewhere.");
    await WaitForEndAsync(silo.WhenAskedToLeaveAsync());
}

async Task WaitForEndAsync(Task asked)
{
    if (await Task.WhenAny(stop.Task, asked) == asked) await Console.Error.WriteLineAsync("Drained: runs write their checkpoints, then this silo ends.");
}

void RequestStop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
