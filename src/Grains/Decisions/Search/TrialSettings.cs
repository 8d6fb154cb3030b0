using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>A point of the space, put into the settings.</summary>
internal static class TrialSettings
{
    /// <summary>The sweep's base settings with a trial's values in their places.</summary>
    public static RunSettings Apply(SweepSpec spec, ImmutableArray<AssignedValue> assignment)
        => assignment.Aggregate(spec, (settings, value) => KeyOf(value).Set(settings, value.Value)).Base;

    private static SpecKey KeyOf(AssignedValue value)
        => SpecKeys.Find(value.Path) ?? throw new ArgumentException($"{value.Path} is no key of a sweep file.");
}
