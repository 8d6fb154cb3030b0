using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Reports.Audit;
using Orchestrator.Grains.Reports.Compare;
using Orchestrator.Grains.Reports.Figures;
using Orchestrator.Grains.Reports.Log;
using Orchestrator.Grains.Reports.Series;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orchestrator.Grains.Actors;

/// <summary>Reads the ledger and hands rows to the pure reports; builds those off the grain's scheduler.</summary>
/// <remarks>
/// Reentrant instead of a stateless worker: an enumeration lives in the activation that began it, and the calls that continue it
/// must find that same activation.
/// </remarks>
[Reentrant, PreferLocalPlacement]
internal sealed class QueryGrain(ILedger ledger) : Grain, IQueryGrain
{
    public Task<ImmutableArray<SweepListing>> Sweeps() => ledger.SweepsAsync(CancellationToken.None);

    public async Task<ImmutableArray<string>> Find(string text)
    {
        var sweeps = await ledger.SweepsAsync(CancellationToken.None);
        return SweepSearch.Find(sweeps, text);
    }

    public Task<SweepRow?> Sweep(string sweepId) => ledger.SweepAsync(sweepId, CancellationToken.None);

    public Task<ImmutableArray<TrialRow>> Trials(string sweepId) => ledger.TrialsAsync(sweepId, CancellationToken.None);

    public Task<ImmutableArray<RunRow>> Runs(string sweepId) => ledger.RunsAsync(sweepId, CancellationToken.None);

    public Task<ImmutableArray<AttemptRow>> Attempts(string sweepId) => ledger.AttemptsAsync(sweepId, CancellationToken.None);

    public async IAsyncEnumerable<ObservationRow> Observations(string sweepId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in ledger.ObservationsAsync(sweepId, cancellation)) yield return row;
    }

    public async Task<TrialPage> TrialPage(TrialQuery query)
    {
        if (await ledger.SweepAsync(query.SweepId, CancellationToken.None) is not { } sweep) return new TrialPage(0, []);
        return await ledger.TrialPageAsync(query, sweep.Spec.Objectives[0].Metric, CancellationToken.None);
    }

    public Task<ImmutableArray<RunRow>> TrialRuns(string sweepId, int trial) => ledger.TrialRunsAsync(sweepId, trial, CancellationToken.None);

    public async Task<RunDetail?> Run(RunId run)
    {
        if (await ledger.RunAsync(run, CancellationToken.None) is not { } row) return null;
        var trial = await ledger.TrialAsync(run.SweepId, run.TrialNumber, CancellationToken.None);
        var attempts = await ledger.RunAttemptsAsync(run, CancellationToken.None);
        return new RunDetail(row, trial?.Assignment ?? [], attempts, await ledger.CurveAsync(run, -1, int.MaxValue, CancellationToken.None));
    }

    public async Task<ImmutableArray<FigureSeries>> RunFigures(RunId run)
    {
        if (await ledger.RunAsync(run, CancellationToken.None) is not { } row) return [];
        var curve = await ledger.CurveAsync(run, -1, int.MaxValue, CancellationToken.None);
        var live = row.Status is RunStatus.Leased or RunStatus.Running ? await GrainFactory.GetGrain<ITrainingRunGrain>(run.ToString()).LiveFit() : null;
        return await Task.Run(() => RunFigureSeries.Of(row, curve, live));
    }

    public async Task<ImmutableArray<LogLine>> RunLog(RunId run, int most)
    {
        if (await ledger.RunAsync(run, CancellationToken.None) is not { } row || await ledger.SweepAsync(run.SweepId, CancellationToken.None) is not { } sweep) return [];
        var attempts = await ledger.RunAttemptsAsync(run, CancellationToken.None);
        var tells = await ledger.RunTellsAsync(run, CancellationToken.None);
        var notes = await ledger.LogAsync(run, most, CancellationToken.None);
        var lines = Reports.Log.RunLog.Of(new RunEvidence(row, attempts, tells, notes, sweep.Spec.Scheduler.Resource));
        return lines[Math.Max(0, lines.Length - most)..];
    }

    public async Task<ImmutableArray<RunSetting>> RunSettings(ImmutableArray<RunId> runs)
    {
        var known = ImmutableArray.CreateBuilder<SetRun>();
        foreach (var run in runs)
        {
            if (await ledger.SweepAsync(run.SweepId, CancellationToken.None) is not { } sweep || await ledger.RunAsync(run, CancellationToken.None) is not { } row) return [];
            var trial = await ledger.TrialAsync(run.SweepId, run.TrialNumber, CancellationToken.None);
            known.Add(new SetRun(sweep.Spec, trial?.Assignment ?? [], row.Seed));
        }

        return RunSettingTable.Of(known.ToImmutable());
    }

    public Task<CatalogueListing> Catalogue() => Task.FromResult(Specs.Catalogue.Listing);

    public async Task<ImmutableArray<FailureGroup>> Failures(string sweepId) =>
        [.. (await ledger.FailuresAsync(sweepId, CancellationToken.None)).Select(FailureHints.Explained)];

    public async Task<ImmutableArray<FigureSeries>> Figures(string sweepId)
    {
        if (await ledger.SweepAsync(sweepId, CancellationToken.None) is not { } sweep) return [];
        var trials = await ledger.TrialsAsync(sweepId, CancellationToken.None);
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        var attempts = await ledger.AttemptsAsync(sweepId, CancellationToken.None);
        var observations = new List<ObservationRow>();
        foreach (var run in await Task.Run(() => SweepFigures.RunsOfCurves(sweep, trials, runs)))
            observations.AddRange((await ledger.CurveAsync(run, -1, int.MaxValue, CancellationToken.None)).Select(observation => new ObservationRow(run, 0, observation)));
        return await Task.Run(() => SweepFigures.Of(new SweepEvidence(sweep, trials, runs, attempts, observations)));
    }

    public async Task<ComparisonTable?> Comparison(string sweepId)
    {
        if (await ledger.SweepAsync(sweepId, CancellationToken.None) is not { } sweep) return null;
        var trials = await ledger.TrialsAsync(sweepId, CancellationToken.None);
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        var tells = await ledger.TellsAsync(sweepId, CancellationToken.None);
        return await Task.Run(() => Table(sweep, trials, runs, tells));
    }

    public async Task<SideBySide?> Compare(ImmutableArray<CompareArm> arms)
    {
        var sweeps = new Dictionary<string, SweepResult>(StringComparer.Ordinal);
        foreach (var id in arms.Select(arm => arm.SweepId).Distinct(StringComparer.Ordinal))
        {
            if (await ledger.SweepAsync(id, CancellationToken.None) is not { } sweep) return null;
            sweeps[id] = SweepResult.Of(sweep, await ledger.TrialsAsync(id, CancellationToken.None), await ledger.RunsAsync(id, CancellationToken.None));
        }

        if (arms.Any(arm => arm.Trial is { } number && !sweeps[arm.SweepId].Histories.Any(history => history.Number == number))) return null;
        return await Task.Run(() => SideBySideBuilder.Build(arms, id => sweeps[id]));
    }

    public async Task<string?> Report(string sweepId)
    {
        if (await ledger.SweepAsync(sweepId, CancellationToken.None) is not { } sweep) return null;
        var trials = await ledger.TrialsAsync(sweepId, CancellationToken.None);
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        var tells = await ledger.TellsAsync(sweepId, CancellationToken.None);
        if (ReportFigures.Fitted(sweep.Spec, TrialHistory.Of(trials, runs)) is { } best)
        {
            var fitted = (await ledger.TrialRunsAsync(sweepId, best.Number, CancellationToken.None)).ToDictionary(run => run.Id);
            runs = [.. runs.Select(run => fitted.GetValueOrDefault(run.Id, run))];
        }

        return await Task.Run(async () =>
        {
            var observations = new List<ObservationRow>();
            await foreach (var row in ledger.ObservationsAsync(sweepId, CancellationToken.None)) observations.Add(row);
            return ReportBuilder.Html(sweep, Table(sweep, trials, runs, tells), trials, runs, observations);
        });
    }

    public async Task<ImmutableArray<AuditFinding>> Check(string sweepId)
    {
        if (await ledger.SweepAsync(sweepId, CancellationToken.None) is not { } sweep) return [];
        var counted = SweepLedger.IsEnd(sweep.Status) ? await GrainFactory.GetGrain<ISweepGrain>(sweepId).Snapshot() : null;
        var rows = new SweepLedger(
            sweep, await ledger.TrialsAsync(sweepId, CancellationToken.None), await ledger.TellsAsync(sweepId, CancellationToken.None),
            await ledger.RunsAsync(sweepId, CancellationToken.None), await ledger.AttemptsAsync(sweepId, CancellationToken.None), counted);
        return await Task.Run(async () =>
        {
            var curves = new CurveAudit(rows.Runs);
            await foreach (var row in ledger.ObservationsAsync(sweepId, CancellationToken.None)) curves.Observed(row);
            return SweepAudit.Of(rows).AddRange(curves.Findings());
        });
    }

    public async Task<ImmutableArray<AuditFinding>> CheckLeases()
    {
        var uses = new List<LeaseUse>();
        foreach (var listed in await ledger.SweepsAsync(CancellationToken.None))
        {
            if (await ledger.SweepAsync(listed.Id, CancellationToken.None) is not { } sweep) continue;
            uses.AddRange((await ledger.AttemptsAsync(sweep.Id, CancellationToken.None)).Select(attempt => new LeaseUse(attempt, sweep.Spec.Resources.Exclusive)));
        }
        return await Task.Run(() => LeaseAudit.Of(uses));
    }

    private static ComparisonTable Table(SweepRow sweep, ImmutableArray<TrialRow> trials, ImmutableArray<RunRow> runs, ImmutableArray<TellRow> tells)
        => ComparisonBuilder.Build(sweep, trials, runs) with { Lineage = Lineage.Of(sweep.Spec, trials, tells) };
}
