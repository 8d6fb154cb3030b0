using Orchestrator.Grains.Decisions.Scheduling.Populations;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// Population based training: all trials train side by side, and after every interval the worst go on with the parameters of the best
/// and with changed values.
/// </summary>
/// <remarks>
/// Jaderberg, Dalibard, Osindero, Czarnecki, Donahue, Razavi, Vinyals, Green, Dunning, Simonyan, Fernando, Kavukcuoglu, "Population Based
/// Training of Neural Networks", 2017, with truncation selection (section 4.1.1). In step, where the paper lets members run on by themselves: a
/// generation is compared when its last member has arrived, so that no decision depends on which device was faster.
/// </remarks>
internal sealed class PbtScheduler : IScheduler
{
    public string Name => "pbt";
    public string Description => "Population based training: after every `min` iterations the worst runs go on with the parameters of the best ones and changed values.";

    public RungPlan Rungs(SweepSpec spec) => new(Levels.Regular(spec), RungUnit.Run);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(Generation.LevelAfter(spec, 0));

    /// <summary>Everybody waits for the last one, whose arrival decides.</summary>
    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history)
        => history.Find(run) is { Passed: > 0 } ? new Verdict.Pause() : new Verdict.Continue(Generation.LevelAfter(spec, 0));

    /// <summary>The whole population begins first. Of a complete generation those that take over go first: their sources must still stand where they were compared.</summary>
    public Opening Next(SweepSpec spec, ScheduleHistory history)
    {
        if (history.MoreTrials || Generation.Of(spec, history) is not { } generation) return Openings.TrialOrEnd(history);
        foreach (var loser in generation.Ready)
            if (generation.SourceOf(loser) is { } source)
                return new Opening.TakeOver(loser, source, Exploration.From(spec, history.Assignments[source.Trial], generation.DrawsOf(loser)), generation.NextLevel);
        return new Opening.Resume(generation.Ready[0], generation.NextLevel);
    }
}
