using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What a trial was really run with: the sweep's settings, the trial's own in their places, defaults included, keys without a meaning left out.</summary>
internal static class EffectiveSettings
{
    // How points are chosen and when a sweep ends changes no run.
    private static readonly ImmutableArray<string> NotOfRuns = [SweepKeys.Name, "search", "budget", "failures", "scheduler"];

    public static Dictionary<string, ParameterValue> Of(SweepSpec sweep, ImmutableArray<AssignedValue> assignment)
    {
        var spec = assignment.Aggregate(sweep, (settings, assigned) => SpecKeys.Find(assigned.Path)?.Set(settings, assigned.Value) ?? settings);
        var settings = SpecKeys.All.Where(key => IsOfRuns(key) && Applies(key, spec) && key.Get(spec) is not null).ToDictionary(key => key.Path, key => key.Get(spec)!);
        foreach (var assigned in assignment) settings[assigned.Path] = assigned.Value;
        return settings;
    }

    /// <summary>Labels have fewer digits than values can have; different ones that would look alike are written out.</summary>
    public static ImmutableArray<string?> Labels(IReadOnlyCollection<ParameterValue?> values)
    {
        var alike = values.Distinct().Skip(1).Any() && !values.Select(value => value?.Label).Distinct().Skip(1).Any();
        return [.. values.Select(value => alike ? value?.Display : value?.Label)];
    }

    private static bool IsOfRuns(SpecKey key) => key.Kind is not ValueKind.Structure && !NotOfRuns.Any(part => key.Path == part || key.Path.StartsWith(part + ".", StringComparison.Ordinal));

    private static bool Applies(SpecKey key, SweepSpec spec) =>
        key.AppliesWhen is null || ConditionRules.Holds(ConditionParser.Parse(key.AppliesWhen), path => SpecKeys.Find(path)?.Get(spec));
}
