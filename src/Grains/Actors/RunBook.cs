using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Actors;

/// <summary>What a run grain stores: what to do, and how far it got.</summary>
internal sealed record RunBook
{
    public RunPlan? Plan { get; init; }
    public RunState Run { get; init; } = RunState.Initial;

    /// <summary>What to ask of the pool for the attempt that waits.</summary>
    public LeaseRequest LeaseRequest() => new(Plan!.Id, Run.Attempt, Plan.Resources, Plan.Order);
}
