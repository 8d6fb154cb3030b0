using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Simulation;

/// <summary>Stands before the sweep's grain: what it hears it hears in the order of virtual time.</summary>
internal sealed class SweepWatch(VirtualTime time, VirtualDevices devices) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType != typeof(ISweepGrain))
        {
            await context.Invoke();
            return;
        }
        switch (context.MethodName)
        {
            case nameof(ISweepGrain.Finished):
                var end = (RunSummary)context.Request.GetArgument(0)!;
                await time.TellAsync(end);
                await context.Invoke();
                time.Counted(end.Id);
                break;
            case nameof(ISweepGrain.Judge):
                await context.Invoke();
                devices.Hear((RunId)context.Request.GetArgument(0)!, (RungAnswer)context.Result!);
                break;
            default:
                await context.Invoke();
                break;
        }
    }
}
