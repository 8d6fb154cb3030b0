using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Client.Connection;

/// <summary>Asks the grains: one call for each question.</summary>
internal sealed class GrainOrchestrator(IGrainFactory grains) : IOrchestrator
{
    private const string Main = "main";

    private IAskGrain Asking => grains.GetGrain<IAskGrain>(0);

    private IQueryGrain Query => grains.GetGrain<IQueryGrain>(0);

    public async Task<SubmitResult> SubmitAsync(SweepSource source, Repeat again)
    {
        using var span = SubmitSpan.Start();
        var result = await grains.GetGrain<ISubmissionGrain>(0).Submit(source, again);
        if (result is SubmitResult.Accepted accepted) span.Answered(accepted.SweepId);
        if (result is SubmitResult.Existing existing) span.Answered(existing.SweepId);
        return result;
    }

    public Task<SweepSnapshot?> SnapshotAsync(string sweepId) => Sweep(sweepId).Snapshot();
    public Task<bool> WakeAsync(string sweepId) => Sweep(sweepId).Wake();
    public Task PauseAsync(string sweepId) => Sweep(sweepId).Pause();
    public Task ResumeAsync(string sweepId) => Sweep(sweepId).Resume();
    public Task StopAsync(string sweepId) => Sweep(sweepId).Stop();
    public Task CancelAsync(string sweepId) => Sweep(sweepId).Cancel();
    public Task<int> RetryFailedAsync(string sweepId, FailureCause? cause) => Sweep(sweepId).RetryFailed(cause);
    public Task<AskAnswer> AskRunAsync(string sweepId, string asker) => Asking.ForRun(sweepId, asker);
    public Task<AskAnswer> AskPointAsync(string sweepId, ImmutableArray<string> point) => Asking.ForPoint(sweepId, point);
    public Task<TellAnswer> TellAsync(RunId run, ImmutableArray<MetricValue> values) => Asking.Tell(run, values);
    public Task<TellAnswer> TellFailureAsync(RunId run, string message) => Asking.TellFailure(run, message);
    public Task<ImmutableArray<SweepListing>> SweepsAsync() => Query.Sweeps();
    public Task<ImmutableArray<string>> FindAsync(string text) => Query.Find(text);
    public Task<SweepRow?> SweepAsync(string sweepId) => Query.Sweep(sweepId);
    public Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId) => Query.Trials(sweepId);
    public Task<ImmutableArray<RunRow>> RunsAsync(string sweepId) => Query.Runs(sweepId);
    public IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation) => Query.Observations(sweepId, cancellation);
    public Task<ComparisonTable?> ComparisonAsync(string sweepId) => Query.Comparison(sweepId);
    public Task<SideBySide?> CompareAsync(ImmutableArray<CompareArm> arms) => Query.Compare(arms);
    public Task<string?> ReportAsync(string sweepId) => Query.Report(sweepId);
    public Task<ImmutableArray<DeviceRow>> DevicesAsync() => grains.GetGrain<IPoolGrain>(Main).Devices();

    private ISweepGrain Sweep(string sweepId) => grains.GetGrain<ISweepGrain>(sweepId);
}
