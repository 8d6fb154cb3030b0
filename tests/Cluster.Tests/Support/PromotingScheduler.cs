using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>Successive halving that sets every run aside at iterations 3 and 9 and goes on with the best third of those that came so far.</summary>
internal sealed class PromotingScheduler : IScheduler
{
    private static readonly Ladder Levels = Ladder.Geometric(3, 9, 3);

    public string Name => "promoting";
    public string Description => "For tests.";

    public RungPlan Rungs(SweepSpec spec) => new(Levels, RungUnit.Run, _ => 0, null);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(Levels.At(0));

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Pause();

    public Opening Next(SweepSpec spec, ScheduleHistory history)
    {
        for (var level = 1; level >= 0; level--)
            for (var replicate = 0; replicate < spec.Seeds.Length; replicate++)
                if (history.RungAt(replicate, level) is { } rung && rung.BestWaiting(rung.Count / 3) is { } best)
                    return new Opening.Resume(best, Levels.At(level + 1));
        return history.MoreTrials ? new Opening.NewTrial() : history.Running > 0 ? new Opening.Wait() : new Opening.Finish("not among the best third");
    }
}

/// <summary>Stops every run at iteration 3 whose loss is above a limit.</summary>
internal sealed class StoppingScheduler(double limit) : IScheduler
{
    public string Name => "stopping";
    public string Description => "For tests.";

    public RungPlan Rungs(SweepSpec spec) => new(Ladder.Geometric(3, 3, 3), RungUnit.Run, _ => 0, null);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(3);

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history) => history.Find(run)!.Points[^1] is var point && point.Values[0] > limit
        ? new Verdict.Stop($"loss {point.Values[0]} > {limit} at {point.Resource}")
        : new Verdict.Continue(null);

    public Opening Next(SweepSpec spec, ScheduleHistory history)
        => history.MoreTrials ? new Opening.NewTrial() : history.Running > 0 ? new Opening.Wait() : new Opening.Finish("");
}
