using Orchestrator.Grains.Decisions.Pruning;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Pruning;

/// <summary>Runs in numbers, and what their rules say.</summary>
internal static class Trails
{
    public const int ReportEvery = 10;

    public static RunRules Rules(PruningPlan plan, Goal goal = Goal.Minimize) => new(plan, new Objective("training.loss", goal));

    /// <summary>Reports every ten iterations with these losses and so many evaluations per iteration before each.</summary>
    public static IEnumerable<Observation> Run(IEnumerable<double> losses, IEnumerable<long> perIteration)
    {
        var (iteration, evaluations) = (0, 0L);
        foreach (var (loss, rate) in losses.Zip(perIteration))
        {
            (iteration, evaluations) = (iteration + ReportEvery, evaluations + ReportEvery * rate);
            yield return Sample.Observation(iteration, loss) with { NfeForward = evaluations, NfeBackward = 0 };
        }
    }

    public static IEnumerable<Observation> Losses(params double[] losses) => Run(losses, Enumerable.Repeat(7L, losses.Length));

    public static IEnumerable<Observation> Evaluations(params long[] perIteration) => Run(Enumerable.Repeat(1.0, perIteration.Length), perIteration);

    /// <summary>The iteration at which the run is stopped, and why; null: it is trained to its end.</summary>
    public static (int Iteration, string Why)? StoppedAt(RunRules rules, IEnumerable<Observation> reports)
    {
        var trail = RunTrail.Start;
        foreach (var report in reports)
        {
            trail = trail.With(rules, report);
            if (PruningRules.Broken(rules, trail) is { } why) return (report.Iteration, why);
        }
        return null;
    }
}
