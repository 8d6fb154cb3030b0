using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>The rules that a run is held to while it is trained.</summary>
/// <param name="Objective">What <see cref="PruningPlan.WorseThan"/> and <see cref="PruningPlan.Patience"/> look at: the sweep's first.</param>
[GenerateSerializer, Immutable, Alias("run-rules")]
public sealed record RunRules(PruningPlan Pruning, Objective Objective);
