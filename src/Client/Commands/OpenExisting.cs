using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Connection;

namespace Orchestrator.Client.Commands;

/// <summary>Opens a silo for commands that work on stored sweeps: a data directory that is not there is a mistake, not one to make.</summary>
internal static class OpenExisting
{
    /// <exception cref="UsageException">There is no data directory.</exception>
    public static Task<OpenSilo> Async(ClientServices services, Target target, Purpose purpose, HostingChoice options, CancellationToken cancellation)
    {
        if (target.Cluster is null && !Directory.Exists(target.DataDirectory))
            throw new UsageException($"{target.DataDirectory}: there is no data directory here; name the one of the sweep (--data DIR or {Target.DataVariable})");
        return services.Connector.OpenAsync(target, purpose, options, cancellation);
    }
}
