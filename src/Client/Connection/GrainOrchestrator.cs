using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Silo.Telemetry;

namespace Orchestrator.Client.Connection;

/// <summary>Asks the grains. What changes nothing, or nothing when it comes twice, goes out again where an answer does not come.</summary>
internal sealed class GrainOrchestrator(IGrainFactory grains, Questions questions) : IOrchestrator
{
    private const string Main = "main";

    private IAskGrain Asking => grains.GetGrain<IAskGrain>(0);

    public async Task<SubmitResult> SubmitAsync(SweepSource source, Repeat again)
    {
        using var span = SubmitSpan.Start();
        // The same file twice is the same sweep, so that it can be sent again as a question can. A new sweep for it is made once for every message.
        var result = await (again == Repeat.StartAnew ? Questions.Once : questions).AskAsync(number => grains.GetGrain<ISubmissionGrain>(number).Submit(source, again));
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
    public Task<ImmutableArray<SweepListing>> SweepsAsync() => AskAsync(query => query.Sweeps());
    public Task<ImmutableArray<string>> FindAsync(string text) => AskAsync(query => query.Find(text));
    public Task<SweepRow?> SweepAsync(string sweepId) => AskAsync(query => query.Sweep(sweepId));
    public Task<ImmutableArray<TrialRow>> TrialsAsync(string sweepId) => AskAsync(query => query.Trials(sweepId));
    public Task<ImmutableArray<RunRow>> RunsAsync(string sweepId) => AskAsync(query => query.Runs(sweepId));
    public Task<ComparisonTable?> ComparisonAsync(string sweepId) => AskAsync(query => query.Comparison(sweepId));
    public Task<SideBySide?> CompareAsync(ImmutableArray<CompareArm> arms) => AskAsync(query => query.Compare(arms));
    public Task<string?> ReportAsync(string sweepId) => AskAsync(query => query.Report(sweepId));
    public Task<ImmutableArray<AuditFinding>> CheckAsync(string sweepId) => AskAsync(query => query.Check(sweepId));
    public Task<ImmutableArray<AuditFinding>> CheckLeasesAsync() => AskAsync(query => query.CheckLeases());
    public Task<ImmutableArray<DeviceRow>> DevicesAsync() => questions.AskAsync(_ => grains.GetGrain<IPoolGrain>(Main).Devices());
    public Task<ImmutableArray<SiloRow>> SilosAsync() => questions.AskAsync(number => grains.GetGrain<ISilosGrain>(number).List());
    public Task<DrainAnswer> DrainAsync(string silo) => questions.AskAsync(number => grains.GetGrain<ISilosGrain>(number).Drain(silo));

    public IAsyncEnumerable<ObservationRow> ObservationsAsync(string sweepId, CancellationToken cancellation) =>
        questions.ReadAsync(number => Query(number).Observations(sweepId, cancellation), InOrder, cancellation);

    private Task<T> AskAsync<T>(Func<IQueryGrain, Task<T>> question) => questions.AskAsync(number => question(Query(number)));

    /// <summary>The key decides through which gateway a question goes and which silo answers.</summary>
    private IQueryGrain Query(int number) => grains.GetGrain<IQueryGrain>(number);

    private ISweepGrain Sweep(string sweepId) => grains.GetGrain<ISweepGrain>(sweepId);

    private static int InOrder(ObservationRow a, ObservationRow b) => Place(a).CompareTo(Place(b));

    private static (int Trial, int Replicate, int Iteration) Place(ObservationRow row) => (row.Run.TrialNumber, row.Run.Replicate, row.Observation.Iteration);
}
