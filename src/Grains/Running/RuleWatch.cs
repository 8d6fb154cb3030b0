using Orchestrator.Grains.Decisions.Pruning;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Running;

/// <summary>
/// Holds a run to its rules, on the training thread. Only the reports that the plan asks for count: a scheduler may want others, and must
/// not change what these rules do. The last one does not, because nothing is left to save then.
/// </summary>
internal sealed class RuleWatch(RunPlan plan)
{
    private RunTrail _trail = RunTrail.Start;

    /// <summary>The first rule that was broken, its numbers and the run's; null: none.</summary>
    public string? Broken { get; private set; }

    public void Observed(Observation observation)
    {
        if (plan.Rules is not { } rules || Broken is not null || !Counts(observation.Iteration)) return;
        _trail = _trail.With(rules, observation);
        Broken = PruningRules.Broken(rules, _trail);
    }

    private bool Counts(int iteration) => iteration % plan.Settings.Training.ReportEvery == 0 && iteration < plan.Settings.Training.Iterations;
}
