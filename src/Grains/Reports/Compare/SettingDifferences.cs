using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What was set differently on the sides, defaults included.</summary>
internal static class SettingDifferences
{
    private static readonly ParameterValue Varies = new ParameterValue.Text("varies");

    public static ImmutableArray<SettingDifference> Of(ImmutableArray<Side> sides)
    {
        var settings = sides.Select(Settings).ToArray();
        var paths = SpecKeys.All.Select(key => key.Path).Concat(sides.SelectMany(side => Assignment(side).Select(assigned => assigned.Path))).Distinct();
        return [.. paths.Select(path => (path, Values: settings.Select(each => each.GetValueOrDefault(path)).ToArray()))
            .Where(entry => entry.Values.Distinct().Skip(1).Any())
            .Select(entry => new SettingDifference(entry.path, EffectiveSettings.Labels(entry.Values)))];
    }

    private static Dictionary<string, ParameterValue> Settings(Side side)
    {
        var settings = EffectiveSettings.Of(side.Sweep.Row.Spec, Assignment(side));
        if (side.Trial is null)
            foreach (var varied in side.Sweep.Row.Spec.Space) settings[varied.Path] = Varies;
        return settings;
    }

    private static ImmutableArray<AssignedValue> Assignment(Side side) => side.Trial?.Trial.Assignment ?? [];
}
