using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What a run was set to.</summary>
internal sealed record SetRun(SweepSpec Sweep, ImmutableArray<AssignedValue> Assignment, ulong Seed);

/// <summary>All settings of runs, one row per key.</summary>
internal static class RunSettingTable
{
    private const string Seed = "seed";

    public static ImmutableArray<RunSetting> Of(ImmutableArray<SetRun> runs)
    {
        var settings = runs.Select(run => EffectiveSettings.Of(run.Sweep, run.Assignment)).ToArray();
        // The list of all seeds of a sweep is no setting of one of its runs, whose own seed is.
        var paths = SpecKeys.All.Select(key => key.Path).Concat(runs.SelectMany(run => run.Assignment.Select(assigned => assigned.Path))).Distinct()
            .Where(path => path != SweepKeys.Seeds && settings.Any(each => each.ContainsKey(path)));
        return
        [
            .. paths.Select(path => new RunSetting(path, EffectiveSettings.Labels([.. settings.Select(each => each.GetValueOrDefault(path))]))),
            new RunSetting(Seed, [.. runs.Select(run => run.Seed.ToString(CultureInfo.InvariantCulture))]),
        ];
    }
}
