using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What was set differently on the sides, defaults included.</summary>
internal static class SettingDifferences
{
    private static readonly ParameterValue Varies = new ParameterValue.Text("varies");

    // How points are chosen and when a sweep ends changes no run.
    private static readonly ImmutableArray<string> NotOfRuns = [SweepKeys.Name, "search", "budget", "failures", "scheduler"];

    public static ImmutableArray<SettingDifference> Of(ImmutableArray<Side> sides)
    {
        var settings = sides.Select(Settings).ToArray();
        var paths = SpecKeys.All.Select(key => key.Path).Concat(sides.SelectMany(side => Assignment(side).Select(assigned => assigned.Path))).Distinct();
        return [.. paths.Select(path => (path, Values: settings.Select(each => each.GetValueOrDefault(path)).ToArray()))
            .Where(entry => entry.Values.Distinct().Skip(1).Any())
            .Select(entry => new SettingDifference(entry.path, Labels(entry.Values)))];
    }

    // Labels have fewer digits than values can have; those that would look alike are written out.
    private static ImmutableArray<string?> Labels(ParameterValue?[] values) =>
        values.Select(value => value?.Label).Distinct().Skip(1).Any() ? [.. values.Select(value => value?.Label)] : [.. values.Select(value => value?.Display)];

    private static Dictionary<string, ParameterValue> Settings(Side side)
    {
        var spec = Assignment(side).Aggregate(side.Sweep.Row.Spec, (settings, assigned) => SpecKeys.Find(assigned.Path)?.Set(settings, assigned.Value) ?? settings);
        var settings = SpecKeys.All.Where(key => IsOfRuns(key) && Applies(key, spec) && key.Get(spec) is not null).ToDictionary(key => key.Path, key => key.Get(spec)!);
        foreach (var assigned in Assignment(side)) settings[assigned.Path] = assigned.Value;
        if (side.Trial is null)
            foreach (var varied in spec.Space) settings[varied.Path] = Varies;
        return settings;
    }

    private static ImmutableArray<AssignedValue> Assignment(Side side) => side.Trial?.Trial.Assignment ?? [];

    private static bool IsOfRuns(SpecKey key) => key.Kind is not ValueKind.Structure && !NotOfRuns.Any(part => key.Path == part || key.Path.StartsWith(part + ".", StringComparison.Ordinal));

    private static bool Applies(SpecKey key, SweepSpec spec) =>
        key.AppliesWhen is null || ConditionRules.Holds(ConditionParser.Parse(key.AppliesWhen), path => SpecKeys.Find(path)?.Get(spec));
}
