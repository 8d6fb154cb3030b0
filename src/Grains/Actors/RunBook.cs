using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Actors;

/// <summary>What a run grain stores: what to do, and how far it got.</summary>
internal sealed record RunBook
{
    public RunPlan? Plan { get; init; }
    public RunState Run { get; init; } = RunState.Initial;
}
