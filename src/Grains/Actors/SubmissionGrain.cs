using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Actors;

[StatelessWorker, GrainType("submission")]
internal sealed class SubmissionGrain(IExperimentRules rules) : Grain, ISubmissionGrain
{
    public async Task<SubmitResult> Submit(SweepSource source, Repeat again)
    {
        // Parsing reads data files: it must not hold a scheduler turn.
        var check = await Task.Run(() => rules.Check(source));
        if (check.Spec is not { } spec) return new SubmitResult.Rejected(check.Errors);
        var result = await GrainFactory.GetGrain<IEnrolmentGrain>(spec.Fingerprint).Enrol(new Enrolment(spec, source.FileName, source.Directory, check.Runs, again));
        return result is SubmitResult.Accepted accepted ? accepted with { Remarks = check.Remarks } : result;
    }

    public Task<SpecCheck> Check(SweepSource source) => Task.Run(() => rules.Check(source));
}
