using System.Collections.Immutable;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Client.Tests.Live;

/// <summary>Answers snapshots from a script: a null entry is a silo that does not answer. The last entry repeats.</summary>
internal sealed class StubOrchestrator(params SweepSnapshot?[] script) : IOrchestrator
{
    private int _asked;

    public Task<SweepSnapshot?> SnapshotAsync(string sweepId) =>
        script[Math.Min(_asked++, script.Length - 1)] is { } snapshot ? Task.FromResult<SweepSnapshot?>(snapshot) : Task.FromException<SweepSnapshot?>(new TimeoutException("no answer"));

    public Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId) => Task.FromResult<ImmutableArray<TrialRow>>([new TrialRow(sweepId, 4, [new AssignedValue("solver.method", new ParameterValue.Text("[tsit5]"))])]);

    public Task<SweepRow?> SweepAsync(string sweepId) => Task.FromResult<SweepRow?>(null);

    public Task<SubmitResult> SubmitAsync(SweepSource source, Repeat again) => throw Unexpected();
    public Task<bool> WakeAsync(string sweepId) => throw Unexpected();
    public Task PauseAsync(string sweepId) => throw Unexpected();
    public Task ResumeAsync(string sweepId) => throw Unexpected();
    public Task StopAsync(string sweepId) => throw Unexpected();
    public Task CancelAsync(string sweepId) => throw Unexpected();
    public Task<int> RetryFailedAsync(string sweepId, FailureCause? cause) => throw Unexpected();
    public Task<AskAnswer> AskRunAsync(string sweepId, string asker) => throw Unexpected();
    public Task<AskAnswer> AskPointAsync(string sweepId, ImmutableArray<string> point) => throw Unexpected();
    public Task<TellAnswer> TellAsync(RunId run, ImmutableArray<MetricValue> values) => throw Unexpected();
    public Task<TellAnswer> TellFailureAsync(RunId run, string message) => throw Unexpected();
    public Task<ImmutableArray<SweepListing>> SweepsAsync() => throw Unexpected();
    public Task<ImmutableArray<string>> FindAsync(string text) => throw Unexpected();
    public Task<ImmutableArray<RunRow>> RunsAsync(string sweepId) => throw Unexpected();
    public IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation) => throw Unexpected();
    public Task<ComparisonTable?> ComparisonAsync(string sweepId) => throw Unexpected();
    public Task<SideBySide?> CompareAsync(ImmutableArray<CompareArm> arms) => throw Unexpected();
    public Task<string?> ReportAsync(string sweepId) => throw Unexpected();
    public Task<ImmutableArray<AuditFinding>> CheckAsync(string sweepId) => throw Unexpected();
    public Task<ImmutableArray<AuditFinding>> CheckLeasesAsync() => throw Unexpected();
    public Task<ImmutableArray<DeviceRow>> DevicesAsync() => throw Unexpected();
    public Task<ImmutableArray<SiloRow>> SilosAsync() => throw Unexpected();
    public Task<DrainAnswer> DrainAsync(string silo) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("Following a sweep asks for nothing else.");
}
