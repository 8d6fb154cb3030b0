using System.Globalization;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Pruning;

/// <summary>Rules that stop a run for what it does itself. Each answers with its numbers and the run's, or null where it holds.</summary>
internal static class PruningRules
{
    /// <summary>The first rule that a run breaks at its newest report; null: none, or the rules do not look yet.</summary>
    public static string? Broken(RunRules rules, RunTrail trail) => trail is { Rate: { } rate, FirstRate: { } first }
        ? WorseThan(rules, trail) ?? NfePerIteration(rules.Pruning, rate) ?? NfeGrowth(rules.Pruning, rate, first) ?? StepsPerIteration(rules.Pruning, rate) ?? Patience(rules, trail)
        : null;

    /// <summary>A value that is no number is worse than any.</summary>
    private static string? WorseThan(RunRules rules, RunTrail trail)
    {
        if (rules.Pruning.WorseThan is not { } limit || trail.Value is not { } value) return null;
        var holds = rules.Objective.Goal == Goal.Maximize ? value >= limit : value <= limit;
        return holds ? null : $"{rules.Objective.Metric} was {Format.Number(value)} at iteration {trail.Iteration}, worse than pruning.worse_than = {Format.Number(limit)}";
    }

    private static string? NfePerIteration(PruningPlan plan, EvaluationRate rate) => plan.NfePerIteration is { } limit && rate.PerIteration > limit
        ? $"{Evaluations(rate)} evaluations per iteration in {Stretch(rate)}, more than pruning.nfe_per_iteration = {Format.Number(limit)}"
        : null;

    /// <remarks>
    /// Evaluations grow while the dynamics get more complex: Chen, Rubanova, Bettencourt, Duvenaud, "Neural ordinary differential equations",
    /// NeurIPS 2018, figure 3d; without bound where nothing keeps the dynamics simple: Finlay, Jacobsen, Nurbekyan, Oberman, "How to train your
    /// neural ODE", ICML 2020.
    /// </remarks>
    private static string? NfeGrowth(PruningPlan plan, EvaluationRate rate, EvaluationRate first) => plan.NfeGrowth is { } factor && rate.PerIteration > factor * first.PerIteration
        ? $"evaluations per iteration grew from {Evaluations(first)} in {Stretch(first)} to {Evaluations(rate)} in {Stretch(rate)}, more than pruning.nfe_growth = {Format.Number(factor)} times"
        : null;

    /// <remarks>The smallest step is no measure: the last one of a solve is what remains of its interval, and may be as short as chance will have it.</remarks>
    private static string? StepsPerIteration(PruningPlan plan, EvaluationRate rate) => plan.StepsPerIteration is { } limit && rate.Steps > limit
        ? $"{PerIteration(rate.Steps)} accepted steps per iteration in {Stretch(rate)}, more than pruning.steps_per_iteration = {Format.Number(limit)}"
        : null;

    /// <remarks>Prechelt, "Early stopping – but when?", 1998: the class of criteria that count a run of reports without success.</remarks>
    private static string? Patience(RunRules rules, RunTrail trail)
    {
        if (rules.Pruning.Patience is not { } patience || trail.Iteration - trail.ImprovedAt < patience) return null;
        var least = rules.Pruning.LeastImprovement > 0 ? $" by {Format.Number(rules.Pruning.LeastImprovement)} or more" : "";
        var best = trail.Best is { } value ? $" ({Format.Number(value)})" : "";
        return $"{rules.Objective.Metric} has not improved{least} from iteration {trail.ImprovedAt}{best} to {trail.Iteration}, and pruning.patience is {patience}";
    }

    private static string Evaluations(EvaluationRate rate) => PerIteration(rate.PerIteration);

    private static string PerIteration(double mean) => mean.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Stretch(EvaluationRate rate) => rate.First == rate.Last ? $"iteration {rate.Last}" : $"iterations {rate.First} to {rate.Last}";
}
