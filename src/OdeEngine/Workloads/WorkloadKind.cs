using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>A workload as the catalogue lists it.</summary>
public sealed record WorkloadKind(string Name, string Description, ImmutableArray<WorkloadParameter> Parameters);

/// <param name="Name">Key under <c>workload</c> in a sweep file.</param>
/// <param name="Default">As it would be written there; null: required.</param>
public sealed record WorkloadParameter(string Name, string Type, string? Default, string Description);
