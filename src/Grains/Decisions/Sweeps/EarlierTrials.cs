using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>An earlier sweep as the ledger has it.</summary>
/// <param name="Tells">Those that count, in order.</param>
internal sealed record EarlierSweep(SweepSpec Spec, ImmutableArray<TrialRow> Trials, ImmutableArray<TellRow> Tells);

/// <summary>What a sweep takes over from an earlier one.</summary>
internal static class EarlierTrials
{
    /// <summary>Its finished trials that are points of this space too, numbered up to −1 and measured by this sweep's objectives.</summary>
    public static ImmutableArray<TrialRecord> Of(SweepSpec spec, EarlierSweep earlier)
    {
        var records = new TrialRecords(earlier.Spec with { Objectives = spec.Objectives });
        foreach (var trial in earlier.Trials) records.Proposed(trial.Number, trial.Assignment);
        foreach (var tell in earlier.Tells) records.Heard(tell);
        var fitting = records.All.Trials.Where(trial => trial.Result is TrialResult.Finished)
            .Select(trial => Fitted(spec, earlier.Spec, trial)).OfType<TrialRecord>().ToImmutableArray();
        return [.. fitting.Select((trial, index) => trial with { Number = index - fitting.Length })];
    }

    private static TrialRecord? Fitted(SweepSpec spec, SweepSpec earlier, TrialRecord trial)
    {
        // What varies there, and the workload, must be a setting of this sweep: results of other data say nothing.
        var paths = trial.Assignment.Select(value => value.Path).Concat(WorkloadKeys.All.Select(key => key.Path));
        if (paths.Any(path => spec.Space.All(key => key.Path != path) && !Equals(ValueOf(path), SpecKeys.Find(path)!.Get(spec)))) return null;
        var point = new ActiveKeys(spec);
        foreach (var key in SpaceOrder.Of(spec.Space).Select(index => spec.Space[index]).Where(key => point.Exists(key)))
        {
            if (ValueOf(key.Path) is not { } value || !Domains.Contains(key.Domain, value)) return null;
            point.Assign(key.Path, value);
        }
        var assignment = point.Assignment();
        return Constraints.Hold(spec, assignment) ? trial with { Assignment = assignment } : null;

        ParameterValue? ValueOf(string path)
            => trial.Assignment.FirstOrDefault(value => value.Path == path)?.Value ?? SpecKeys.Find(path)!.Get(earlier);
    }
}
