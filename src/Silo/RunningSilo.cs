using System.Diagnostics;
using System.Net;
using Orchestrator.Silo.Directories;
using Orchestrator.Silo.Hosting;

namespace Orchestrator.Silo;

/// <summary>A live process that serves a data directory.</summary>
/// <param name="Gateway">Where clients connect (<see cref="SiloConnection"/>).</param>
/// <param name="Web">Its web pages; null if it serves none.</param>
public sealed record RunningSilo(int ProcessId, IPEndPoint Gateway, Uri? Web, DateTimeOffset StartedAt, string Version)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The process that serves the directory, or null: nobody holds its lock, the process is gone, or its gateway does not answer.</summary>
    public static RunningSilo? Find(string dataDirectory)
    {
        var directory = new DataDirectory(dataDirectory);
        if (EndpointFile.Read(directory) is not { } endpoint) return null;
        if (!IsAlive(endpoint.Pid) || !DirectoryLock.IsHeld(directory) || !Loopback.Answers(endpoint.Gateway, ProbeTimeout)) return null;
        return new RunningSilo(endpoint.Pid, endpoint.Gateway, endpoint.Web, endpoint.Started, endpoint.Version);
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
