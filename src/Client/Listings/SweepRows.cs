using System.Collections.Immutable;
using Orchestrator.Client.Connection;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Listings;

/// <summary>The rows of one sweep as tidy tables: every row carries its trial's settings and its seed, so it can be read alone.</summary>
/// <param name="Keys">Paths that the sweep varies, one column each.</param>
internal sealed record SweepRows(string SweepId, ImmutableArray<string> Keys, ImmutableDictionary<int, ImmutableArray<AssignedValue>> Settings, ImmutableArray<ulong> Seeds)
{
    public static async Task<SweepRows> LoadAsync(IOrchestrator orchestrator, SweepRow sweep)
    {
        var trials = await orchestrator.TrialsAsync(sweep.Id);
        return new SweepRows(sweep.Id, [.. sweep.Spec.Space.Select(key => key.Path)], trials.ToImmutableDictionary(trial => trial.Number, trial => trial.Assignment), sweep.Spec.Seeds);
    }

    public ImmutableArray<Column<TrialRow>> TrialColumns => [new("sweep_id", trial => trial.SweepId), new("trial", trial => trial.Number), .. SettingColumns<TrialRow>(trial => trial.Number)];

    public ImmutableArray<Column<RunRow>> RunColumns =>
    [
        .. Identity<RunRow>(run => run.Id),
        new("status", run => run.Status),
        new("cause", run => run.Cause),
        new("message", run => run.Message),
        new("attempts", run => run.Attempts),
        new("exclusive", run => run.Exclusive),
        new("device", run => run.Device),
        new("queued_at", run => run.QueuedAt),
        new("ended_at", run => run.EndedAt),
        .. ObservationFields<RunRow>(run => run.Last),
    ];

    public ImmutableArray<Column<ObservationRow>> ObservationColumns =>
    [
        .. Identity<ObservationRow>(row => row.Run),
        new("attempt", row => row.Attempt),
        .. ObservationFields<ObservationRow>(row => row.Observation),
    ];

    private IEnumerable<Column<T>> Identity<T>(Func<T, RunId> run) =>
    [
        new("sweep_id", row => run(row).SweepId),
        new("trial", row => run(row).TrialNumber),
        new("replicate", row => run(row).Replicate),
        new("seed", row => Seeds[run(row).Replicate]),
        .. SettingColumns<T>(row => run(row).TrialNumber),
    ];

    private IEnumerable<Column<T>> SettingColumns<T>(Func<T, int> trial) => Keys.Select(key => new Column<T>(key, row => Setting(trial(row), key)));

    /// <summary>Null where the key does not exist for the trial.</summary>
    private ParameterValue? Setting(int trial, string key) =>
        Settings.TryGetValue(trial, out var assignment) ? assignment.FirstOrDefault(assigned => assigned.Path == key)?.Value : null;

    private static IEnumerable<Column<T>> ObservationFields<T>(Func<T, Observation?> read)
    {
        Column<T> Of(string name, Func<Observation, object?> field) => new(name, row => read(row) is { } observation ? field(observation) : null);
        return
        [
            Of("iteration", o => o.Iteration),
            Of("training_loss", o => o.TrainingLoss),
            Of("validation_loss", o => o.ValidationLoss),
            Of("nfe_forward", o => o.NfeForward),
            Of("nfe_backward", o => o.NfeBackward),
            Of("nfe_recomputed", o => o.NfeRecomputed),
            Of("vector_jacobian_products", o => o.VectorJacobianProducts),
            Of("accepted_steps", o => o.AcceptedSteps),
            Of("rejected_steps", o => o.RejectedSteps),
            Of("smallest_step", o => o.SmallestStep),
            Of("largest_step", o => o.LargestStep),
            Of("seconds_data", o => o.Seconds.Data),
            Of("seconds_forward", o => o.Seconds.Forward),
            Of("seconds_backward", o => o.Seconds.Backward),
            Of("seconds_optimizer", o => o.Seconds.Optimizer),
            Of("seconds_overhead", o => o.Seconds.Overhead),
            Of("seconds_warm_up", o => o.Seconds.WarmUp),
            Of("warm_up_iterations", o => o.Seconds.WarmUpIterations),
            Of("engine_peak_bytes", o => o.EnginePeakBytes),
            Of("process_peak_bytes", o => o.ProcessPeakBytes),
            Of("stiffness", o => o.Stiffness),
            Of("gradient_error", o => o.GradientError),
        ];
    }
}
