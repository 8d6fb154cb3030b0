using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>How a run is set aside or stopped early. An attempt that ends by itself before it was told keeps its result.</summary>
internal static class RunHolding
{
    /// <summary>The worker learns of it from the answer to the report that was judged.</summary>
    public static RunTransition Judge(RunState state, RungAnswer answer) => (state.Phase, answer.Verdict) switch
    {
        (RunPhase.Stopping or RunPhase.Pruning, _) => RunTransition.None(state),
        (_, RungVerdict.Continue) => RunTransition.Changed(state with { NextRung = answer.NextRung }),
        (_, RungVerdict.Pause) => RunTransition.Changed(state with { Phase = new RunPhase.Pausing(state.Phase.Held!, PausedBy.Scheduler), NextRung = null }),
        _ => RunTransition.Changed(state with { Phase = new RunPhase.Pruning(state.Phase.Held!, answer.Why ?? ""), NextRung = null }),
    };

    /// <summary>Because the sweep is paused.</summary>
    public static RunTransition Pause(RunState state) => state.Phase.Held is { } held
        ? RunTransition.Changed(state with { Phase = new RunPhase.Pausing(held, PausedBy.Person) }, new RunEffect.StopRun(held, StopReason.Interrupted))
        : RunTransition.Changed(state with { Phase = new RunPhase.Paused(PausedBy.Person) }, new RunEffect.WithdrawRequest(state.Attempt));

    /// <summary>How a run ends whose worker was told to stop for good; null: it was not.</summary>
    public static Outcome? WantedEnd(RunPhase phase) => phase switch
    {
        RunPhase.Stopping => new Outcome.Cancelled(),
        RunPhase.Pruning pruning => new Outcome.Pruned(pruning.Why),
        _ => null,
    };

    /// <summary>Whether a run never got a device, and this order is no late copy from before it was revived.</summary>
    public static bool MayWithdraw(RunState state, int order) => state.Executed == 0 && order >= state.Order;

    /// <summary>Whether this order to go on with other parameters is news.</summary>
    public static bool MayTakeOver(RunState state, int order) => state.Phase is RunPhase.Paused { By: PausedBy.Scheduler } && order > state.Order;

    /// <summary>The device is free; the checkpoint stays. Only the scheduler's pauses concern the sweep's window.</summary>
    public static RunTransition SetAside(RunState state, PausedBy by, ImmutableArray<RunEffect> before, AttemptRow attempt)
        => new(state with { Phase = new RunPhase.Paused(by) }, by == PausedBy.Scheduler ? [.. before, new RunEffect.TellSweep()] : before, [attempt], true);
}
