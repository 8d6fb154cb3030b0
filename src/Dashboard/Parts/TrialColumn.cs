using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Parts;

/// <summary>A column of the table of trials.</summary>
/// <param name="Order">How the server sorts by it; null: it does not.</param>
internal sealed record TrialColumn(string Title, Func<TrialListing, string> Cell, TrialOrder? Order = null)
{
    public bool IsNumber => Order is not (null or TrialOrder.Ended);

    /// <summary>Whether a reader has to ask for it.</summary>
    public bool IsExtra => Order == TrialOrder.Ended;

    /// <summary>All but the trial's own number, which is always there.</summary>
    public static ImmutableArray<TrialColumn> Of(SweepRow sweep) =>
    [
        .. sweep.Spec.Space.Select(key => new TrialColumn(Text.Short(key.Path), trial => trial.Assignment.FirstOrDefault(assigned => assigned.Path == key.Path)?.Value.Label ?? "")),
        new(sweep.Spec.Objectives[0].Metric, trial => Text.Number(trial.Objective), TrialOrder.Objective),
        new("NFE", trial => Text.Number(trial.Evaluations), TrialOrder.Evaluations),
        new("Time", trial => Text.Seconds(trial.Seconds), TrialOrder.Seconds),
        new("Runs", Runs),
        new("Ended (UTC)", trial => Text.Time(trial.EndedAt), TrialOrder.Ended),
    ];

    private static string Runs(TrialListing trial) => string.Join(", ", new (int Count, string Name)[]
    {
        (trial.Completed, "completed"), (trial.Failed, "failed"), (trial.Pruned, "pruned"), (trial.Cancelled, "cancelled"), (trial.Unfinished, "unfinished"),
    }.Where(entry => entry.Count > 0).Select(entry => $"{entry.Count} {entry.Name}"));
}
