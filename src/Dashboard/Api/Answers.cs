using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Dashboard.Api;

// What the HTTP API answers. Times are UTC; numbers that are not finite are the words "NaN", "Infinity" and "-Infinity".

/// <summary>A sweep in the list.</summary>
internal sealed record SweepItem(
    string Id, string Name, SweepStatus Status, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, long? ExpectedRuns, long Completed, long Failed, long Cancelled, long Pruned)
{
    public static SweepItem Of(SweepListing sweep) => new(
        sweep.Id, sweep.Name, sweep.Status, sweep.SubmittedAt, sweep.EndedAt, sweep.ExpectedRuns, sweep.Completed, sweep.Failed, sweep.Cancelled, sweep.Pruned);
}

/// <summary>The state of a sweep right now.</summary>
/// <param name="RemainingSeconds">Estimated time to the end; null while unknown.</param>
/// <param name="Best">The trial that leads by the mean of the first objective; null before any has finished.</param>
internal sealed record SweepAnswer(
    string Id, string Name, SweepStatus Status, string? Reason, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, long? ExpectedRuns, long Finished, long Completed,
    long Failed, long Cancelled, long Pruned, long Queued, double? RemainingSeconds, BestTrial? Best, RunningItem[] Running)
{
    public static SweepAnswer Of(SweepSnapshot now) => new(
        now.Id, now.Name, now.Status, now.Reason, now.SubmittedAt, now.EndedAt, now.ExpectedRuns, now.Finished, now.Completed, now.Failed, now.Cancelled, now.Pruned, now.Queued,
        now.Remaining?.TotalSeconds,
        now.BestTrial is { } trial ? new BestTrial(trial, now.ObjectiveMetric, now.BestValue, Settings.Of(now.BestAssignment)) : null,
        [.. now.Running.Select(run => new RunningItem(run.Id.TrialNumber, run.Id.Replicate, run.Device, run.Iteration, run.Iterations, run.Last?.TrainingLoss))]);
}

internal sealed record BestTrial(int Trial, string Metric, double? Value, JsonObject Settings);

internal sealed record RunningItem(int Trial, int Replicate, string Device, int Iteration, int Iterations, double? TrainingLoss);

/// <param name="Total">Trials that match, on all pages.</param>
internal sealed record TrialsAnswer(long Total, TrialItem[] Trials)
{
    public static TrialsAnswer Of(TrialPage page) => new(page.Total, [.. page.Trials.Select(trial => new TrialItem(
        trial.Number, Settings.Of(trial.Assignment), trial.Completed, trial.Failed, trial.Pruned, trial.Cancelled, trial.Unfinished, trial.Objective, trial.Evaluations, trial.Seconds, trial.EndedAt))]);
}

/// <summary>A trial; means are over its completed runs.</summary>
internal sealed record TrialItem(
    int Number, JsonObject Settings, int Completed, int Failed, int Pruned, int Cancelled, int Unfinished, double? Objective, double? NfeTotal, double? Seconds, DateTimeOffset? EndedAt);

internal sealed record RunItem(
    int Trial, int Replicate, ulong Seed, RunStatus Status, FailureCause? Cause, string? Message, int Attempts, string? Device, DateTimeOffset QueuedAt, DateTimeOffset? EndedAt, ObservationItem? Last)
{
    public static RunItem Of(RunRow run) => new(
        run.Id.TrialNumber, run.Id.Replicate, run.Seed, run.Status, run.Cause, run.Message, run.Attempts, run.Device, run.QueuedAt, run.EndedAt,
        run.Last is null ? null : ObservationItem.Of(new ObservationRow(run.Id, run.Attempts, run.Last)));
}

/// <summary>One run with all that is known of it.</summary>
/// <param name="Settings">Every setting, defaults included: dotted path to label.</param>
internal sealed record RunAnswer(RunItem Run, Dictionary<string, string> Settings, AttemptItem[] Attempts)
{
    public static RunAnswer Of(RunDetail detail, ImmutableArray<RunSetting> settings) => new(
        RunItem.Of(detail.Run),
        settings.Where(setting => setting.Values[0] is not null).ToDictionary(setting => setting.Path, setting => setting.Values[0]!),
        [.. detail.Attempts.Select(AttemptItem.Of)]);
}

/// <param name="End">running, completed, failed: cause, interrupted, lost, cancelled or pruned.</param>
internal sealed record AttemptItem(int Attempt, string Worker, string Device, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string End, int ResumedAtIteration)
{
    public static AttemptItem Of(AttemptRow attempt) => new(
        attempt.Attempt, attempt.Worker, attempt.Device, attempt.StartedAt, attempt.EndedAt, attempt.End, attempt.ResumedAtIteration);
}

/// <summary>One report of a run; counts and seconds are cumulative since iteration 0.</summary>
internal sealed record ObservationItem(
    int Trial, int Replicate, int Attempt, int Iteration, double TrainingLoss, double? ValidationLoss, long NfeForward, long NfeBackward, long NfeRecomputed, long VectorJacobianProducts,
    long AcceptedSteps, long RejectedSteps, double Seconds, double? Stiffness, double? GradientError)
{
    public static ObservationItem Of(ObservationRow row) => new(
        row.Run.TrialNumber, row.Run.Replicate, row.Attempt, row.Observation.Iteration, row.Observation.TrainingLoss, row.Observation.ValidationLoss,
        row.Observation.NfeForward, row.Observation.NfeBackward, row.Observation.NfeRecomputed, row.Observation.VectorJacobianProducts,
        row.Observation.AcceptedSteps, row.Observation.RejectedSteps, row.Observation.Seconds.Total, row.Observation.Stiffness, row.Observation.GradientError);
}

/// <param name="IdleSince">When its last lease was given back; null: it is busy, or was not used since the pool was loaded.</param>
/// <param name="ProcessBytes">Physical memory of the worker's process.</param>
/// <param name="Model">What the device's maker calls it; null: nobody says.</param>
/// <param name="MemoryBytes">Of the device, or of the machine or container for a processor; null: unknown.</param>
internal sealed record DeviceItem(string Worker, string Name, int Slots, string[] Runs, DateTimeOffset? IdleSince, long? ProcessBytes, string? Model, long? MemoryBytes)
{
    public static DeviceItem Of(DeviceRow device) => new(
        device.Worker, device.Name, device.Slots, [.. device.Leases.Select(lease => lease.Run.ToString())], device.IdleSince, device.ProcessBytes, device.Model, device.MemoryBytes);
}
