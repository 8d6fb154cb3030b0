using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// Successive halving from several first levels, for when nobody knows how early a comparison can be trusted. Trials are dealt to the
/// brackets by number, so many to each that all brackets cost about the same.
/// </summary>
/// <remarks>
/// Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar, "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 18 (2018),
/// algorithm 1: bracket s of s_max + 1 has ⌈(s_max + 1)/(s + 1) · η^s⌉ trials. Runs are promoted as in ASHA, and brackets share their rungs: who begins
/// at a high level is compared with those who were let up to it as well. With `search.kind: tpe` this is the combination of BOHB (Falkner, Klein,
/// Hutter, ICML 2018): the model learns from the highest rung that has enough trials.
/// </remarks>
internal sealed class HyperbandScheduler : IScheduler
{
    public string Name => "hyperband";
    public string Description => "Successive halving from several first levels, from early comparisons to none, at about equal cost.";

    public RungPlan Rungs(SweepSpec spec) => new(Levels.Halving(spec), RungUnit.Trial);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(Levels.Halving(spec).At(BracketOf(spec, run.Trial)));

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history)
        => Halving.Judge(spec, run, history, new HalvingLevels(Levels.Halving(spec), BracketOf(spec, run.Trial)));

    public Opening Next(SweepSpec spec, ScheduleHistory history) => Halving.Next(spec, history, new HalvingLevels(Levels.Halving(spec)));

    /// <summary>Trials of bracket b are judged first at level b; those of the last one never are. A round deals the most aggressive bracket first.</summary>
    private static int BracketOf(SweepSpec spec, int trial)
    {
        var brackets = 1 + (Levels.Halving(spec) is Ladder.Listed listed ? listed.Levels.Length : 0);
        ImmutableArray<int> sizes = [.. Enumerable.Range(0, brackets).Select(bracket => Trials(spec, brackets, brackets - 1 - bracket))];
        var place = trial % sizes.Sum();
        var bracket = 0;
        while (place >= sizes[bracket]) place -= sizes[bracket++];
        return bracket;
    }

    private static int Trials(SweepSpec spec, int brackets, int halvings)
    {
        var power = 1;
        for (var i = 0; i < halvings; i++) power *= spec.Scheduler.Reduction;
        return (brackets * power + halvings) / (halvings + 1);
    }
}
