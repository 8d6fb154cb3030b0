using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Simulation;

/// <summary>Puts the sequencer between the real grains.</summary>
internal sealed class SequencerFilter(Sequencer sequencer) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    /// <summary>A run speaks to its sweep.</summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(ISweepGrain) && context.InterfaceMethod.Name == nameof(ISweepGrain.Wake))
        {
            // Nothing gets lost here; and a sweep that wakes a run whose message waits at the door would wait for it as well.
            context.Result = true;
            return;
        }
        if (context.InterfaceMethod.DeclaringType != typeof(ISweepGrain) || context.Request.GetArgumentCount() == 0)
        {
            await context.Invoke();
            return;
        }
        switch (context.Request.GetArgument(0))
        {
            case RunId run:
                await InTurnAsync(context, sequencer.EnterAsync(run, isEnd: false));
                break;
            case RunSummary summary:
                await InTurnAsync(context, sequencer.EnterAsync(summary.Id, isEnd: true));
                break;
            default:
                await context.Invoke();
                break;
        }
    }

    /// <summary>An attempt hears the answer to its report.</summary>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        await context.Invoke();
        if (context.InterfaceMethod?.DeclaringType != typeof(ITrainingRunGrain) || context.InterfaceMethod.Name != nameof(ITrainingRunGrain.Report)) return;
        if (context.Request.GetArgument(0) is not Lease lease || context.Request.GetArgument(1) is not Progress { Observations: { IsDefaultOrEmpty: false } observations }) return;
        if (context.Result is Directive answer) sequencer.Answered(lease.Run, observations[^1].Iteration, answer);
    }

    private async Task InTurnAsync(IIncomingGrainCallContext context, Task entered)
    {
        await entered;
        try
        {
            await context.Invoke();
        }
        finally
        {
            sequencer.Left();
        }
    }
}
