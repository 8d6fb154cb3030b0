using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Actors;

[StatelessWorker, GrainType("submission")]
internal sealed class SubmissionGrain(ILedger ledger, IExperimentRules rules, TimeProvider time) : Grain, ISubmissionGrain
{
    public async Task<SubmitResult> Submit(SweepSource source, Repeat again)
    {
        // Parsing reads data files: it must not hold a scheduler turn.
        var check = await Task.Run(() => rules.Check(source));
        if (check.Spec is not { } spec) return new SubmitResult.Rejected(check.Errors);
        if (again != Repeat.StartAnew && await ledger.SweepByFingerprintAsync(spec.Fingerprint, CancellationToken.None) is { } known)
        {
            if (known.Status is SweepStatus.Active or SweepStatus.Paused) await BeginAsync(known.Id, known.Spec);
            return new SubmitResult.Existing(known.Id, known.Status, known.SubmittedAt);
        }
        var start = await WarmStarts.FixAsync(spec, ledger, CancellationToken.None);
        if (start.Error is { } error) return new SubmitResult.Rejected([error]);
        var id = await FreeIdAsync(spec);
        var expected = start.Spec with { ExpectedRuns = long.TryParse(check.Runs, out var runs) ? runs : null };
        await ledger.SaveSweepAsync(
            new SweepRow(id, spec.Name, SweepStatus.Active, null, time.GetUtcNow(), null, expected, source.FileName, source.Directory), CancellationToken.None);
        await BeginAsync(id, expected);
        return new SubmitResult.Accepted(id, check.Remarks);
    }

    public Task<SpecCheck> Check(SweepSource source) => Task.Run(() => rules.Check(source));

    /// <summary>In the index first: a sweep that is cut off between the two begins at the supervisor's next tick.</summary>
    private async Task BeginAsync(string id, SweepSpec spec)
    {
        await GrainFactory.GetGrain<ISupervisorGrain>("main").Register(id);
        await GrainFactory.GetGrain<ISweepGrain>(id).Begin(spec);
    }

    private async Task<string> FreeIdAsync(SweepSpec spec)
    {
        foreach (var id in SweepIds.Candidates(spec.Name, spec.Fingerprint))
            if (await ledger.SweepAsync(id, CancellationToken.None) is null) return id;
        throw new InvalidOperationException("The candidates for a sweep's id never end.");
    }
}
