using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Client.Connection;

/// <summary>Everything that commands ask of a silo, wherever it runs.</summary>
internal interface IOrchestrator
{
    Task<SubmitResult> SubmitAsync(SweepSource source, Repeat again);

    /// <summary>The state right now; null if there is no such sweep.</summary>
    Task<SweepSnapshot?> SnapshotAsync(string sweepId);

    /// <summary>Starts what is due after a restart; false when the sweep is over.</summary>
    Task<bool> WakeAsync(string sweepId);

    Task PauseAsync(string sweepId);

    /// <summary>Goes on after a pause or a stop; changes nothing in any other sweep.</summary>
    Task ResumeAsync(string sweepId);

    /// <summary>Starts nothing more; what runs is trained to its end.</summary>
    Task StopAsync(string sweepId);

    Task CancelAsync(string sweepId);
    Task<int> RetryFailedAsync(string sweepId, FailureCause? cause);

    /// <summary>A run for a foreign program to train.</summary>
    Task<AskAnswer> AskRunAsync(string sweepId, string asker);

    /// <summary>The trial at a point that a foreign program has chosen.</summary>
    Task<AskAnswer> AskPointAsync(string sweepId, ImmutableArray<string> point);

    Task<TellAnswer> TellAsync(RunId run, ImmutableArray<MetricValue> values);
    Task<TellAnswer> TellFailureAsync(RunId run, string message);

    /// <summary>Newest first.</summary>
    Task<ImmutableArray<SweepListing>> SweepsAsync();

    /// <summary>Ids of the sweeps whose id or name starts with the text.</summary>
    Task<ImmutableArray<string>> FindAsync(string text);

    Task<SweepRow?> SweepAsync(string sweepId);
    Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId);
    Task<ImmutableArray<RunRow>> RunsAsync(string sweepId);

    /// <summary>Every observation, ordered by run and iteration, as a stream.</summary>
    IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation);

    Task<ComparisonTable?> ComparisonAsync(string sweepId);

    /// <summary>Trials or sweeps side by side; null if one of them is not there.</summary>
    Task<SideBySide?> CompareAsync(ImmutableArray<CompareArm> arms);

    /// <summary>One HTML document; null if there is no such sweep.</summary>
    Task<string?> ReportAsync(string sweepId);

    /// <summary>What is wrong with the stored rows of a sweep; empty: nothing.</summary>
    Task<ImmutableArray<AuditFinding>> CheckAsync(string sweepId);

    /// <summary>What is wrong with the leases of all sweeps together.</summary>
    Task<ImmutableArray<AuditFinding>> CheckLeasesAsync();

    Task<ImmutableArray<DeviceRow>> DevicesAsync();

    /// <summary>Silos that are not gone.</summary>
    Task<ImmutableArray<SiloRow>> SilosAsync();

    /// <summary>The silo shall leave; answers when it has taken note.</summary>
    Task<DrainAnswer> DrainAsync(string silo);
}
