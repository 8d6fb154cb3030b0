using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Actors;

/// <summary>
/// References to runs by their ids. The grain factory reads the attributes of the interface for every reference it makes, which costs more than a call
/// through it; here that is done once.
/// </summary>
internal sealed class RunReferences(IGrainFactory grains)
{
    private static readonly GrainType Kind = GrainType.Create("run");

    private readonly GrainInterfaceType _interface = ((GrainReference)grains.GetGrain<ITrainingRunGrain>("any")).InterfaceType;

    public ITrainingRunGrain this[RunId run] => (ITrainingRunGrain)grains.GetGrain(GrainId.Create(Kind, run.ToString()), _interface);
}
