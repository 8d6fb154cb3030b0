using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Rules about the settings of a run, tested on every combination that occurs.</summary>
internal static class SettingRules
{
    private static readonly SpaceCondition _adaptive = ConditionParser.Parse("solver.adaptive");

    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("fixed-step-needs-step-size", "A fixed-step solver needs `solver.step_size`.", FixedStepNeedsStepSize),
        new("varies-without-effect", "A key of the space must have a meaning wherever it exists; give it a `when`.", VariesWithoutEffect),
        new("split-at-most-one", "`workload.split.train` and `workload.split.validation` together are at most 1.", Splits),
        new("validation-needs-rows", "The objective `validation.loss` needs `workload.split.validation` above 0.", ValidationNeedsRows),
        new("steps-in-order", "`solver.min_step` ≤ `solver.first_step` ≤ `solver.max_step`.", StepsInOrder),
        new("piece-within-curve", "`workload.batch_times` is at most `workload.points`.", PieceWithinCurve),
        new("columns-distinct", "Every column is named once, and the time column is not learned.", ColumnsDistinct),
    ];

    private static IEnumerable<Breach> FixedStepNeedsStepSize(SpecDraft draft)
        => Combinations.Of(draft.Spec, SolverKeys.Method, SolverKeys.StepSize)
            .Where(each => each.Spec.Base.Solver.StepSize is null && SpecNames.Solvers().Contains(each.Spec.Base.Solver.Method) && !each.Holds(_adaptive))
            .Select(each => each.Spec.Base.Solver.Method).Distinct()
            .Select(method => new Breach(SolverKeys.Method, method, $"{method} takes fixed steps and has no {SolverKeys.StepSize} here",
                draft.Spec.Space.IsEmpty ? "add solver.step_size: 0.1" : "set solver.step_size, or add to the space: solver.step_size: { values: [0.1, 0.05], when: not solver.adaptive }"));

    private static IEnumerable<Breach> VariesWithoutEffect(SpecDraft draft)
    {
        foreach (var varied in draft.Spec.Space)
        {
            if (SpecKeys.Find(varied.Path)!.AppliesWhen is not { } text) continue;
            var applies = ConditionParser.Parse(text);
            var useless = Combinations.Of(draft.Spec, [varied.Path, .. ConditionRules.Keys(applies)]).FirstOrDefault(each => each.Varies(varied.Path) && !each.Holds(applies));
            if (useless is null) continue;
            var at = string.Join(", ", ConditionRules.Keys(applies).Select(path => $"{path} = {SpecKeys.Find(path)!.Get(useless.Spec)?.Display ?? "none"}"));
            yield return new Breach(varied.Path, at, $"{varied.Path} varies where it has no effect: {at}",
                Combinations.Occurs(draft.Spec, applies) ? $"give it the condition  when: {text}" : "remove it from the space");
        }
    }

    private static IEnumerable<Breach> Splits(SpecDraft draft)
        => Combinations.Of(draft.Spec, WorkloadKeys.TrainSplit, WorkloadKeys.ValidationSplit)
            .Select(each => each.Spec.Base.Workload).OfType<WorkloadChoice.Series>()
            // A hair above 1 is the rounding of decimal fractions.
            .Where(series => series.TrainFraction + series.ValidationFraction > 1 + 1e-9).Take(1)
            .Select(series => new Breach(WorkloadKeys.ValidationSplit, $"{series.TrainFraction:R} + {series.ValidationFraction:R}", "the parts of the split are more than the whole", "lower one of them: together at most 1"));

    private static IEnumerable<Breach> ValidationNeedsRows(SpecDraft draft)
        => draft.Spec.Objectives.All(objective => objective.Metric != Metrics.ValidationLoss.Name)
            ? []
            : Combinations.Of(draft.Spec, WorkloadKeys.ValidationSplit)
                .Select(each => each.Spec.Base.Workload).OfType<WorkloadChoice.Series>().Where(series => series.ValidationFraction == 0).Take(1)
                .Select(_ => new Breach(SweepKeys.Objectives, Metrics.ValidationLoss.Name, "nothing is held out for validation.loss: workload.split.validation is 0", "hold rows out, or use training.loss"));

    private static IEnumerable<Breach> StepsInOrder(SpecDraft draft)
    {
        var steps = Combinations.Of(draft.Spec, SolverKeys.Method, SolverKeys.MinStep, SolverKeys.FirstStep, SolverKeys.MaxStep).Where(each => each.Holds(_adaptive) && each.IsAllowed()).Select(each => each.Spec.Base.Solver).ToImmutableArray();
        if (steps.FirstOrDefault(each => each.MaxStep < each.MinStep) is { } crossed)
            yield return new Breach(SolverKeys.MaxStep, $"{crossed.MaxStep:R}", $"the longest step is shorter than the shortest ({SolverKeys.MinStep} = {crossed.MinStep:R})", "raise max_step or lower min_step");
        if (steps.FirstOrDefault(each => each.FirstStep < each.MinStep || each.FirstStep > each.MaxStep) is { } outside)
            yield return new Breach(SolverKeys.FirstStep, $"{outside.FirstStep:R}", $"the first step is outside min_step = {outside.MinStep:R} to max_step = {outside.MaxStep?.ToString("R") ?? "unlimited"}", "remove it to have it chosen, or move it inside");
    }

    private static IEnumerable<Breach> PieceWithinCurve(SpecDraft draft)
        => Combinations.Of(draft.Spec, WorkloadKeys.Points, WorkloadKeys.BatchTimes).Where(each => each.IsAllowed())
            .Select(each => each.Spec.Base.Workload).OfType<WorkloadChoice.CubicSpiral>().Where(spiral => spiral.BatchTimes > spiral.Points).Take(1)
            .Select(spiral => new Breach(WorkloadKeys.BatchTimes, $"{spiral.BatchTimes}", $"a piece is longer than the curve of {spiral.Points} points", "lower batch_times or raise points"));

    private static IEnumerable<Breach> ColumnsDistinct(SpecDraft draft)
    {
        if (draft.Spec.Base.Workload is not WorkloadChoice.Series series) yield break;
        foreach (var twice in series.Columns.GroupBy(column => column).Where(group => group.Count() > 1))
            yield return new Breach(WorkloadKeys.Columns, twice.Key, $"the column `{twice.Key}` is there twice", "keep one of them");
        if (series.TimeColumn.Length > 0 && series.Columns.Contains(series.TimeColumn))
            yield return new Breach(WorkloadKeys.Columns, series.TimeColumn, $"`{series.TimeColumn}` is the time column", "remove it from columns; model.time_input gives the field the time");
    }
}
