using System.Collections.Immutable;
using Orchestrator.Grains.Asking;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Actors;

/// <summary>Finds what a foreign program may train, and takes its points and results to the sweep and the runs that own them.</summary>
[StatelessWorker, GrainType("ask")]
internal sealed class AskGrain(ILedger ledger, IExperimentRules rules) : Grain, IAskGrain
{
    public async Task<AskAnswer> ForRun(string sweepId, string asker)
    {
        if (await ledger.SweepAsync(sweepId, CancellationToken.None) is not { } sweep) return NoSweep(sweepId);
        if (!sweep.Spec.Resources.IsExternal)
            return Refused(sweepId, "its runs are trained on devices of its own", $"ask runs of a sweep with resources.device: {ResourceNeed.External}, or ask for the result of a point: key=value ...");
        var inFlight = await Sweep(sweepId).InFlight();
        // A paused sweep starts nothing, also before its runs have heard of the pause.
        foreach (var handing in sweep.Status is SweepStatus.Paused ? (Handing[])[Handing.OnlyOwn] : [Handing.OnlyOwn, Handing.AlsoWaiting])
            foreach (var run in inFlight)
                if (await Run(run).Ask(asker, handing) is { } plan) return new AskAnswer.Run(run, plan.Seed, plan.Assignment);
        return new AskAnswer.Nothing((await ledger.SweepAsync(sweepId, CancellationToken.None))!.Status);
    }

    public async Task<AskAnswer> ForPoint(string sweepId, ImmutableArray<string> point)
    {
        if (await ledger.SweepAsync(sweepId, CancellationToken.None) is not { } sweep) return NoSweep(sweepId);
        var reading = rules.Point(sweep.Spec, point);
        if (!reading.Errors.IsEmpty) return new AskAnswer.Refused(reading.Errors);
        var asked = await Sweep(sweepId).AskPoint(reading.Assignment);
        if (asked.Error is { } error) return new AskAnswer.Refused([error]);
        return asked.Trial is { } number ? await ResultAsync(sweep, number) : new AskAnswer.Trial(null, TrialProgress.Open, []);
    }

    public async Task<TellAnswer> Tell(RunId run, ImmutableArray<MetricValue> values)
    {
        if (await ledger.SweepAsync(run.SweepId, CancellationToken.None) is not { } sweep) return NoRun(run);
        if (ToldMetrics.Mistake(sweep.Spec, values) is { } mistake) return mistake;
        return await ledger.RunAsync(run, CancellationToken.None) is null ? NoRun(run) : await Run(run).Tell(values);
    }

    public async Task<TellAnswer> TellFailure(RunId run, string message)
        => await ledger.RunAsync(run, CancellationToken.None) is null ? NoRun(run) : await Run(run).TellFailure(message);

    private async Task<AskAnswer> ResultAsync(SweepRow sweep, int number)
    {
        var runs = await ledger.TrialRunsAsync(sweep.Id, number, CancellationToken.None);
        if (runs.Length < sweep.Spec.Seeds.Length || runs.Any(run => run.EndedAt is null)) return new AskAnswer.Trial(number, TrialProgress.Open, []);
        var completed = runs.Where(run => run is { Status: RunStatus.Completed, Last: not null }).ToArray();
        ImmutableArray<MetricValue> values = completed.Length == 0 ? [] :
            [.. sweep.Spec.Objectives.Select(objective => new MetricValue(objective.Metric, completed.Average(run => rules.Measure(objective.Metric, run.Last!) ?? double.NaN)))];
        return new AskAnswer.Trial(number, completed.Length == runs.Length ? TrialProgress.Completed : TrialProgress.Failed, values);
    }

    private ISweepGrain Sweep(string id) => GrainFactory.GetGrain<ISweepGrain>(id);

    private ITrainingRunGrain Run(RunId id) => GrainFactory.GetGrain<ITrainingRunGrain>(id.ToString());

    private static AskAnswer.Refused NoSweep(string id) => Refused(id, "there is no such sweep", "list shows what there is");

    private static AskAnswer.Refused Refused(string given, string rule, string fix) => new([new SpecError("", 0, 0, given, rule, fix)]);

    private static TellAnswer.Refused NoRun(RunId run) => new($"there is no run {run}", "tell the run that ask has answered");
}
