using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>A run's state as others see it.</summary>
internal static class RunRows
{
    public static RunStatus Status(RunPhase phase) => phase switch
    {
        RunPhase.Leased => RunStatus.Leased,
        RunPhase.Running or RunPhase.Stopping or RunPhase.Pausing or RunPhase.Pruning => RunStatus.Running,
        RunPhase.Paused => RunStatus.Paused,
        RunPhase.Finished { Outcome: Outcome.Completed } => RunStatus.Completed,
        RunPhase.Finished { Outcome: Outcome.Failed } => RunStatus.Failed,
        RunPhase.Finished { Outcome: Outcome.Pruned } => RunStatus.Pruned,
        RunPhase.Finished => RunStatus.Cancelled,
        _ => RunStatus.Queued,
    };

    public static RunRow Run(RunPlan plan, RunState state)
    {
        var outcome = (state.Phase as RunPhase.Finished)?.Outcome;
        var failed = outcome as Outcome.Failed;
        return new RunRow(
            plan.Id, plan.Seed, Status(state.Phase), failed?.Cause, failed?.Message ?? (outcome as Outcome.Pruned)?.Why, state.Executed, state.Exclusive, state.Device,
            state.QueuedAt, state.EndedAt, state.Last, (outcome as Outcome.Completed)?.Fit);
    }

    public static RunSummary Summary(RunPlan plan, RunState state)
    {
        var outcome = (state.Phase as RunPhase.Finished)?.Outcome;
        return new RunSummary(plan.Id, Status(state.Phase), (outcome as Outcome.Failed)?.Cause, state.Executed, state.Last) { Why = (outcome as Outcome.Pruned)?.Why, Order = state.Order };
    }

    public static LiveRun Live(RunPlan plan, RunState state)
        => new(plan.Id, Status(state.Phase), state.Attempt, state.Device ?? "", state.Iteration, plan.Settings.Training.Iterations, state.Last);

    public static AttemptRow Attempt(RunState state, Lease lease, string end, DateTimeOffset? endedAt)
        => new(lease.Run, lease.Attempt, lease.Epoch, lease.Worker, lease.Device, state.AttemptStartedAt!.Value, endedAt, end, state.ResumedAtIteration);

    /// <summary>End of an attempt that its worker did not take: nothing ran, and the device was not held.</summary>
    public const string Refused = "refused";

    public static string EndText(Outcome outcome) => outcome switch
    {
        Outcome.Completed => "completed",
        Outcome.Failed f => $"failed: {CauseText(f.Cause)}",
        Outcome.Cancelled => "cancelled",
        Outcome.Pruned => "pruned",
        _ => "interrupted",
    };

    /// <summary>step-size-underflow for StepSizeUnderflow.</summary>
    public static string CauseText(FailureCause cause)
        => string.Concat(cause.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
