using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports;

/// <summary>Which metrics stand for what in one sweep's report.</summary>
/// <param name="Objectives">In the order of the sweep file.</param>
/// <param name="Error">What "how good" means: the first objective that is a loss, else the validation loss, else the training loss.</param>
/// <param name="PeakMemory">The process peak if every completed run had its process to itself and measured it, else the engine's own account.</param>
internal sealed record Measures(ImmutableArray<MeasuredObjective> Objectives, Metric Error, Metric PeakMemory, bool MemoryExclusive)
{
    /// <summary>The metrics of paired differences, error first.</summary>
    public ImmutableArray<Metric> Compared => [Error, Metrics.NfeForward, Metrics.NfeBackward, Metrics.Seconds, PeakMemory];

    public static Measures Of(SweepSpec spec, ImmutableArray<TrialHistory> histories)
    {
        var completed = histories.SelectMany(history => history.Completed).ToArray();
        var isolated = spec.Resources.Isolation is Isolation.Process;
        var alone = completed.Length > 0 && completed.All(run => (run.Exclusive || isolated) && run.Last!.ProcessPeakBytes is not null);
        var memory = alone ? Metrics.ProcessPeakMemory : Metrics.PeakMemory;
        ImmutableArray<MeasuredObjective> objectives = [.. spec.Objectives.Select(objective => new MeasuredObjective(Named(objective.Metric, memory), objective.Goal))];
        var error = objectives.Select(objective => objective.Metric).FirstOrDefault(metric => metric == Metrics.ValidationLoss || metric == Metrics.TrainingLoss)
            ?? (completed.Any(run => run.Last!.ValidationLoss is not null) ? Metrics.ValidationLoss : Metrics.TrainingLoss);
        return new(objectives, error, memory, alone);
    }

    // A name that this version does not know (an older or newer ledger) gives a column without values instead of no report.
    private static Metric Named(string name, Metric memory) =>
        name == memory.Name ? memory : Metrics.Find(name) ?? new Metric(name, name, MetricUnit.None, _ => null);
}
