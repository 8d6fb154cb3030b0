using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports;

/// <summary>The history of a population, from its trials and tells.</summary>
internal static class Lineage
{
    public const string Note = "The settings of trials are those that they began with. Members of a population go on with changed ones (the lineage has them), so settings are not compared with each other.";

    /// <param name="tells">In order.</param>
    public static ImmutableArray<Inheritance> Of(SweepSpec spec, IEnumerable<TrialRow> trials, IEnumerable<TellRow> tells)
    {
        var settings = trials.ToDictionary(trial => trial.Number, trial => trial.Assignment);
        var lineage = ImmutableArray.CreateBuilder<Inheritance>();
        foreach (var tell in tells)
        {
            if (tell.Takeover is not { } taken) continue;
            var before = settings.GetValueOrDefault(tell.Run.TrialNumber, []);
            settings[tell.Run.TrialNumber] = taken.Assignment;
            lineage.Add(new Inheritance(tell.Run.TrialNumber, taken.Source, taken.Iteration, [.. spec.Space.Select(key => Change(key.Path, before, taken.Assignment)).OfType<SettingChange>()]));
        }
        return lineage.ToImmutable();
    }

    private static SettingChange? Change(string path, ImmutableArray<AssignedValue> before, ImmutableArray<AssignedValue> after)
    {
        var (was, now) = (ValueOf(before), ValueOf(after));
        return Equals(was, now) ? null : new SettingChange(path, was, now);

        ParameterValue? ValueOf(ImmutableArray<AssignedValue> assignment) => assignment.FirstOrDefault(value => value.Path == path)?.Value;
    }
}
