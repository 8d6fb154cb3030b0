using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Rules about the rules for single runs.</summary>
internal static class PruningSpecRules
{
    private static readonly ImmutableArray<string> _losses = [Metrics.TrainingLoss.Name, Metrics.ValidationLoss.Name];

    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("patience-needs-loss", "`pruning.patience` needs a loss as the first objective: all other metrics only grow during a run.", PatienceNeedsLoss),
        new("pruning-needs-reports", "In some trial a report lies at or after `pruning.after` and before the last iteration.", PruningNeedsReports),
    ];

    public static ImmutableArray<SpecRule> Remarks { get; } =
    [
        new("pruning-without-rule", "`pruning.after` without a rule, and `pruning.least_improvement` without `pruning.patience`, are remarked on.", PruningWithoutRule),
    ];

    private static IEnumerable<Breach> PatienceNeedsLoss(SpecDraft draft)
    {
        if (draft.Spec.Pruning.Patience is { } patience && !_losses.Contains(draft.Spec.Objectives[0].Metric))
            yield return new Breach(PruningKeys.Patience, $"{patience}", $"the first objective is {draft.Spec.Objectives[0].Metric}, which only grows during a run", "make training.loss or validation.loss the first objective, or remove it");
    }

    private static IEnumerable<Breach> PruningNeedsReports(SpecDraft draft)
    {
        var plan = draft.Spec.Pruning;
        if (!plan.HasRule || Combinations.Of(draft.Spec, TrainingKeys.Iterations, TrainingKeys.ReportEvery).Any(each => FirstLook(plan, each.Spec.Base.Training) < each.Spec.Base.Training.Iterations)) yield break;
        var training = draft.Spec.Base.Training;
        yield return plan.After > 0
            ? new Breach(PruningKeys.After, $"{plan.After}", "no run reports between this iteration and its last one, so no rule of `pruning` ever looks", $"lower it or {TrainingKeys.ReportEvery}, or raise {TrainingKeys.Iterations}")
            : new Breach(TrainingKeys.ReportEvery, $"{training.ReportEvery}", "no run reports before its last iteration, so no rule of `pruning` ever looks", $"lower it, for example to {Math.Max(1, training.Iterations / 10)}");
    }

    /// <summary>Iteration of the first report that rules look at.</summary>
    private static long FirstLook(PruningPlan plan, TrainingChoice training)
        => Math.Max(1, (plan.After + training.ReportEvery - 1L) / training.ReportEvery) * training.ReportEvery;

    private static IEnumerable<Breach> PruningWithoutRule(SpecDraft draft)
    {
        var plan = draft.Spec.Pruning;
        if (plan.After > 0 && !plan.HasRule)
            yield return new Breach(PruningKeys.After, $"{plan.After}", "no rule of `pruning` is set", "it changes nothing");
        if (plan.LeastImprovement > 0 && plan.Patience is null)
            yield return new Breach(PruningKeys.LeastImprovement, $"{plan.LeastImprovement:R}", $"{PruningKeys.Patience} is not set", "it changes nothing");
    }
}
