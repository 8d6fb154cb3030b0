using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Silo.Security;

namespace Orchestrator.Client.Connection;

/// <summary>What a command wants from the silo it opens.</summary>
internal enum Purpose
{
    /// <summary>Read only; creates nothing.</summary>
    Ask = 1,

    /// <summary>Change what is stored, train nothing.</summary>
    Change = 2,

    /// <summary>Train.</summary>
    Train = 3,
}

/// <summary>Finds or starts the silo a command talks to.</summary>
internal interface ISiloConnector
{
    /// <summary>The running silo of the target, else one hosted in this process.</summary>
    Task<OpenSilo> OpenAsync(Target target, Purpose purpose, HostingChoice options, CancellationToken cancellation);
}

/// <param name="CpuSlots">Runs at once on the CPU; null: the silo decides.</param>
/// <param name="HttpPort">Null: no web server.</param>
internal sealed record HostingChoice(int? CpuSlots = null, int? HttpPort = null)
{
    public static readonly HostingChoice None = new();

    public WebAccess Web { get; init; } = WebAccess.Loopback;

    /// <summary>Folders from which submitted sweep files may have data read; empty: any.</summary>
    public ImmutableArray<string> DataRoots { get; init; } = [];
}

/// <summary>A silo to talk to until it is disposed.</summary>
/// <param name="Place">Where it runs; decides what leaving it means.</param>
/// <param name="Web">Its pages, if it serves any.</param>
internal sealed record OpenSilo(IOrchestrator Orchestrator, SiloPlace Place, Uri? Web, Func<Task> Close) : IAsyncDisposable
{
    /// <summary>Within this, runs write their checkpoints when a silo in this process is left.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    /// <summary>Of a silo in this process: completes when somebody wants it to leave. Whoever calls it disposes the silo then.</summary>
    public Func<Task> WhenAskedToLeave { get; init; } = () => Task.Delay(Timeout.InfiniteTimeSpan);

    public async ValueTask DisposeAsync() => await Close();
}

internal enum SiloPlace
{
    /// <summary>Ends with this process.</summary>
    ThisProcess = 1,

    /// <summary>Goes on when we leave.</summary>
    Elsewhere = 2,
}
