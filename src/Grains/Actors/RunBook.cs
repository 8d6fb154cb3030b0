using System.Text.Json.Serialization;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Actors;

/// <summary>What a run grain stores: what to do, and how far it got.</summary>
internal sealed record RunBook
{
    public RunPlan? Plan { get; init; }
    public RunState Run { get; init; } = RunState.Initial;

    /// <summary>Bytes on its device, of a run that is completed and whose sweep counts memory.</summary>
    /// <remarks>On a shared process its own peak is what the engine accounts for; a device process is the run's alone.</remarks>
    [JsonIgnore]
    public long? MeasuredPeak => this is { Plan.Resources: { MemoryBytes: not null } need, Run: { Phase: RunPhase.Finished { Outcome: Outcome.Completed }, Last: { } last } }
        ? need.Isolation is Isolation.Process ? last.ProcessPeakBytes ?? last.EnginePeakBytes : last.EnginePeakBytes
        : null;

    /// <summary>What to ask of the pool for the attempt that waits.</summary>
    public LeaseRequest LeaseRequest() => new(Plan!.Id, Run.Attempt, Plan.Resources, Plan.Order);
}
