using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

[GrainType("enrolment")]
internal sealed class EnrolmentGrain(ILedger ledger, TimeProvider time) : Grain, IEnrolmentGrain
{
    public async Task<SubmitResult> Enrol(Enrolment wanted)
    {
        var spec = wanted.Spec;
        if (wanted.Again != Repeat.StartAnew && await ledger.SweepByFingerprintAsync(spec.Fingerprint, CancellationToken.None) is { } known)
        {
            if (known.Status is SweepStatus.Active or SweepStatus.Paused) await BeginAsync(known.Id, known.Spec);
            return new SubmitResult.Existing(known.Id, known.Status, known.SubmittedAt);
        }
        var start = await WarmStarts.FixAsync(spec, ledger, CancellationToken.None);
        if (start.Error is { } error) return new SubmitResult.Rejected([error]);
        var id = await FreeIdAsync(spec);
        var expected = start.Spec with { ExpectedRuns = long.TryParse(wanted.Runs, out var runs) ? runs : null };
        await ledger.SaveSweepAsync(
            new SweepRow(id, spec.Name, SweepStatus.Active, null, time.GetUtcNow(), null, expected, wanted.FileName, wanted.Directory), CancellationToken.None);
        await BeginAsync(id, expected);
        return new SubmitResult.Accepted(id, []);
    }

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
