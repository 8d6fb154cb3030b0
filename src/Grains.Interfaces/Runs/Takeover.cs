using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>What a run goes on with after it took over another one's parameters.</summary>
/// <param name="Checkpoint">Of the run itself: the other one's parameters and optimiser with its own counts.</param>
/// <param name="Assignment">Values of its trial from now on.</param>
[GenerateSerializer, Immutable, Alias("takeover")]
public sealed record Takeover(CheckpointRef Checkpoint, ImmutableArray<AssignedValue> Assignment, RunSettings Settings);
