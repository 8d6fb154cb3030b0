using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>The keys about stopping single runs.</summary>
internal static class PruningKeys
{
    public const string WorseThan = "pruning.worse_than";
    public const string NfePerIteration = "pruning.nfe_per_iteration";
    public const string NfeGrowth = "pruning.nfe_growth";
    public const string StepsPerIteration = "pruning.steps_per_iteration";
    public const string Patience = "pruning.patience";
    public const string LeastImprovement = "pruning.least_improvement";
    public const string After = "pruning.after";

    public static ImmutableArray<SpecKey> All { get; } =
    [
        Rule(WorseThan, new ValueKind.Number(NumberRange.Any), "0.5", "Stops a run whose first objective is worse than this.",
            plan => Number(plan.WorseThan), (plan, value) => plan with { WorseThan = value.NumberOrNone() }),
        Rule(NfePerIteration, new ValueKind.Number(NumberRange.Positive), "2000", "Stops a run that needs more function evaluations per iteration, all passes together, between two reports.",
            plan => Number(plan.NfePerIteration), (plan, value) => plan with { NfePerIteration = value.NumberOrNone() }),
        Rule(NfeGrowth, new ValueKind.Number(new NumberRange(1, double.PositiveInfinity) { LowExcluded = true }), "4", "Stops a run whose function evaluations per iteration grow beyond so many times what they were up to the first report.",
            plan => Number(plan.NfeGrowth), (plan, value) => plan with { NfeGrowth = value.NumberOrNone() }),
        Rule(StepsPerIteration, new ValueKind.Number(NumberRange.Positive), "5000", "Stops a run whose steps become too short: that takes more accepted steps per iteration, all passes together, between two reports.",
            plan => Number(plan.StepsPerIteration), (plan, value) => plan with { StepsPerIteration = value.NumberOrNone() }),
        Rule(Patience, Counting(1), "200", "Stops a run whose first objective has not improved for so many iterations.",
            plan => Whole(plan.Patience), (plan, value) => plan with { Patience = (int?)value.WholeOrNone() }),
        new(LeastImprovement, new ValueKind.Number(NumberRange.NotNegative), "Change of the first objective below which `pruning.patience` sees no improvement.")
        {
            DefaultSource = "any improvement counts, as in Keras' EarlyStopping",
            Get = spec => Number(spec.Pruning.LeastImprovement),
            Set = (spec, value) => spec with { Pruning = spec.Pruning with { LeastImprovement = value.Number() } },
        },
        new(After, Counting(0), "Reports before this iteration are not looked at: nothing is stopped, and improvement and growth are measured from the first report after them.")
        {
            DefaultSource = "every report counts, as in Optuna's ThresholdPruner",
            Get = spec => Whole(spec.Pruning.After),
            Set = (spec, value) => spec with { Pruning = spec.Pruning with { After = value.Count() } },
        },
    ];

    private static SpecKey Rule(string path, ValueKind kind, string example, string description, Func<PruningPlan, ParameterValue?> get, Func<PruningPlan, ParameterValue?, PruningPlan> set)
        => new(path, kind, description)
        {
            Nullable = true,
            DefaultText = "no such rule",
            Example = example,
            Get = spec => get(spec.Pruning),
            Set = (spec, value) => spec with { Pruning = set(spec.Pruning, value) },
        };
}
