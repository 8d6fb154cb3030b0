using Orchestrator.Client.CommandLine;
using Orchestrator.Silo;
using Orchestrator.Silo.Security;

namespace Orchestrator.Client.Connection;

/// <summary>A named cluster first, then the process that serves the data directory, then a silo of our own.</summary>
internal sealed class SiloConnector : ISiloConnector
{
    /// <summary>The process of the data directory may be ending just now, or be too busy training to answer in time.</summary>
    private const int ConnectAttempts = 3;

    public async Task<OpenSilo> OpenAsync(Target target, Purpose purpose, HostingChoice options, CancellationToken cancellation)
    {
        if (target.Cluster is { } address)
            return Connected(await SiloConnection.ConnectAsync(address, CertificatesOf(target), cancellation), Questions.Repeated, web: null);
        for (var attempt = 1; RunningSilo.Find(target.DataDirectory) is { } running; attempt++)
        {
            try
            {
                return Connected(await SiloConnection.ConnectAsync(running.Gateway, cancellation), Questions.Once, running.Web);
            }
            catch (ClusterUnreachableException) when (attempt < ConnectAttempts)
            {
            }
        }
        return await HostAsync(target, purpose, options, cancellation);
    }

    private static NodeCertificates? CertificatesOf(Target target) => target.Certificates is { } folder ? NodeCertificates.Load(folder, CertificateUse.Client) : null;

    private static OpenSilo Connected(SiloConnection connection, Questions questions, Uri? web) =>
        new(new GrainOrchestrator(connection.Client, questions), SiloPlace.Elsewhere, web, async () => await connection.DisposeAsync());

    private static async Task<OpenSilo> HostAsync(Target target, Purpose purpose, HostingChoice options, CancellationToken cancellation)
    {
        var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(target.DataDirectory)
        {
            Duties = purpose switch { Purpose.Ask => SiloDuties.Queries, Purpose.Change => SiloDuties.Commands, _ => SiloDuties.Everything },
            CpuSlots = options.CpuSlots,
            HttpPort = options.HttpPort,
            Web = options.Web,
            DataRoots = options.DataRoots,
            StopWithin = OpenSilo.StopWithin,
        }, cancellation);
        return new OpenSilo(new GrainOrchestrator(silo.Client, Questions.Once), SiloPlace.ThisProcess, silo.Web, silo.StopAsync) { WhenAskedToLeave = silo.WhenAskedToLeaveAsync };
    }
}
