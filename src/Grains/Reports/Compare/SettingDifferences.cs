using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What was set differently on the sides, defaults included.</summary>
internal static class SettingDifferences
{
    private const string Varies = "varies";

    // How points are chosen and when a sweep ends changes no run.
    private static readonly ImmutableArray<string> NotOfRuns = [SweepKeys.Name, "search", "budget", "failures", "scheduler"];

    public static ImmutableArray<SettingDifference> Of(ImmutableArray<Side> sides)
    {
        var settings = sides.Select(Settings).ToArray();
        var paths = SpecKeys.All.Select(key => key.Path).Concat(sides.SelectMany(side => Assignment(side).Select(assigned => assigned.Path))).Distinct();
        return [.. paths.Select(path => new SettingDifference(path, [.. settings.Select(each => each.GetValueOrDefault(path))]))
            .Where(difference => difference.Values.Distinct().Skip(1).Any())];
    }

    private static Dictionary<string, string> Settings(Side side)
    {
        var spec = Assignment(side).Aggregate(side.Sweep.Row.Spec, (settings, assigned) => SpecKeys.Find(assigned.Path)?.Set(settings, assigned.Value) ?? settings);
        var settings = SpecKeys.All.Where(key => IsOfRuns(key) && Applies(key, spec) && key.Get(spec) is not null).ToDictionary(key => key.Path, key => key.Get(spec)!.Label);
        foreach (var assigned in Assignment(side)) settings[assigned.Path] = assigned.Value.Label;
        if (side.Trial is null)
            foreach (var varied in spec.Space) settings[varied.Path] = Varies;
        return settings;
    }

    private static ImmutableArray<AssignedValue> Assignment(Side side) => side.Trial?.Trial.Assignment ?? [];

    private static bool IsOfRuns(SpecKey key) => key.Kind is not ValueKind.Structure && !NotOfRuns.Any(part => key.Path == part || key.Path.StartsWith(part + ".", StringComparison.Ordinal));

    private static bool Applies(SpecKey key, SweepSpec spec) =>
        key.AppliesWhen is null || ConditionRules.Holds(ConditionParser.Parse(key.AppliesWhen), path => SpecKeys.Find(path)?.Get(spec));
}
