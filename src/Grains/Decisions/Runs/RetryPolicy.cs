using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>Whether a failed attempt is tried again. What a solver or a loss says is a result and is not retried.</summary>
internal static class RetryPolicy
{
    /// <summary>Machines go away for reasons that have nothing to do with the run; three losses in a row hint at the run itself.</summary>
    public const int DeviceLostRetries = 3;

    /// <summary>One retry tells a passing fault from a bug.</summary>
    public const int InternalRetries = 1;

    public static bool Allows(RunPlan plan, RunState state, FailureCause cause)
        => state.RetriesUsed.GetValueOrDefault(cause) < Allowance(plan, cause);

    public static int Allowance(RunPlan plan, FailureCause cause) => cause switch
    {
        FailureCause.DeviceLost => plan.Retries.GetValueOrDefault(cause, DeviceLostRetries),
        FailureCause.Internal => plan.Retries.GetValueOrDefault(cause, InternalRetries),
        _ => plan.Retries.GetValueOrDefault(cause, 0),
    };
}
