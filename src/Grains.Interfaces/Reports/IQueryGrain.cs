using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>Answers questions from the ledger (stateless; key 0). Every method that names a sweep takes its full id.</summary>
[Alias("query")]
public interface IQueryGrain : IGrainWithIntegerKey
{
    /// <summary>Newest first.</summary>
    [Alias("sweeps")] Task<ImmutableArray<SweepListing>> Sweeps();

    /// <summary>Ids of sweeps whose id or name starts with the text; exact id alone if there is one.</summary>
    [Alias("find")] Task<ImmutableArray<string>> Find(string text);

    [Alias("sweep")] Task<SweepRow?> Sweep(string sweepId);
    [Alias("trials")] Task<ImmutableArray<TrialRow>> Trials(string sweepId);
    [Alias("runs")] Task<ImmutableArray<RunRow>> Runs(string sweepId);
    [Alias("attempts")] Task<ImmutableArray<AttemptRow>> Attempts(string sweepId);

    /// <summary>Every observation, ordered by run and iteration.</summary>
    [Alias("observations")] IAsyncEnumerable<ObservationRow> Observations(string sweepId, CancellationToken cancellation = default);

    /// <summary>One page of trials with the means of their runs, whatever the sweep's size.</summary>
    [Alias("trial-page")] Task<TrialPage> TrialPage(TrialQuery query);

    /// <summary>The runs of one trial, by replicate.</summary>
    [Alias("trial-runs")] Task<ImmutableArray<RunRow>> TrialRuns(string sweepId, int trial);

    /// <summary>Null if there is no such run.</summary>
    [Alias("run-detail")] Task<RunDetail?> Run(RunId run);

    /// <summary>What a page draws of one run: its curves, the fit, the learned field and the steps of a solve, of a run that trains as of one of its last reports; empty if there is no such run.</summary>
    [Alias("run-figures")] Task<ImmutableArray<FigureSeries>> RunFigures(RunId run);

    /// <summary>What happened to a run, in order; of a long life the newest entries. Empty if there is no such run.</summary>
    [Alias("run-log")] Task<ImmutableArray<LogLine>> RunLog(RunId run, int most);

    /// <summary>Every setting of each of these runs in the order of the sweep file's keys, seeds last; empty if one of them is not there.</summary>
    [Alias("run-settings")] Task<ImmutableArray<RunSetting>> RunSettings(ImmutableArray<RunId> runs);

    /// <summary>What a sweep file can name.</summary>
    [Alias("catalogue")] Task<CatalogueListing> Catalogue();

    /// <summary>Failed runs by cause, most frequent first.</summary>
    [Alias("failures")] Task<ImmutableArray<FailureGroup>> Failures(string sweepId);

    /// <summary>What a live page draws of the sweep so far; empty if there is no such sweep.</summary>
    [Alias("figures")] Task<ImmutableArray<FigureSeries>> Figures(string sweepId);

    [Alias("comparison")] Task<ComparisonTable?> Comparison(string sweepId);

    /// <summary>Trials or sweeps side by side, in the order given; null if one of them is not there.</summary>
    [Alias("compare")] Task<SideBySide?> Compare(ImmutableArray<CompareArm> arms);

    /// <summary>The report as one HTML document that needs no network.</summary>
    [Alias("report")] Task<string?> Report(string sweepId);

    /// <summary>What in the rows of this sweep must not be; empty: they are sound, or there is no such sweep.</summary>
    [Alias("check")] Task<ImmutableArray<AuditFinding>> Check(string sweepId);

    /// <summary>What in the leases of all sweeps must not be.</summary>
    [Alias("check-leases")] Task<ImmutableArray<AuditFinding>> CheckLeases();
}
