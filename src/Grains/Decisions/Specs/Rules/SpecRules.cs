using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Reading;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>All rules over combinations of keys. What concerns one key alone stands in the table of keys.</summary>
internal static class SpecRules
{
    /// <summary>Breaking one refuses the sweep.</summary>
    public static ImmutableArray<SpecRule> All { get; } = [.. SettingRules.All, .. SearchRules.All, .. SchedulerRules.All, .. ConstraintRules.All, .. PruningSpecRules.All];

    /// <summary>What is allowed but probably not meant.</summary>
    public static ImmutableArray<SpecRule> Remarks { get; } = [.. RemarkRules.All, .. PruningSpecRules.Remarks];

    public static void Check(SpecDraft draft, SpecErrors errors)
    {
        foreach (var breach in All.SelectMany(rule => rule.Test(draft)))
            errors.Add(draft.PlaceInEffect(breach.Path), breach.Path, breach.Given, breach.Rule, breach.Fix);
    }

    public static ImmutableArray<string> RemarksOn(SpecDraft draft) => [.. Remarks.SelectMany(rule => rule.Test(draft)).Select(breach => $"{breach.Path} = {breach.Given}: {breach.Rule}; {breach.Fix}.")];
}
