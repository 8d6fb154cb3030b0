using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>Everything that a sweep file can name, as <c>catalogue</c> lists it.</summary>
[GenerateSerializer, Immutable, Alias("catalogue")]
public sealed record CatalogueListing(
    ImmutableArray<SolverListing> Solvers,
    ImmutableArray<GradientListing> Gradients,
    ImmutableArray<NamedListing> Samplers,
    ImmutableArray<NamedListing> Schedulers,
    ImmutableArray<WorkloadListing> Workloads,
    ImmutableArray<NamedListing> Metrics);

/// <param name="Adaptive">It estimates its error and chooses its own steps; otherwise solver.step_size is needed.</param>
[GenerateSerializer, Immutable, Alias("catalogue.solver")]
public sealed record SolverListing(string Name, string Description, int Order, bool Adaptive);

/// <param name="SolvesBackwards">It solves a second equation and has tolerances of its own.</param>
[GenerateSerializer, Immutable, Alias("catalogue.gradient")]
public sealed record GradientListing(string Name, string Description, bool SolvesBackwards);

[GenerateSerializer, Immutable, Alias("catalogue.named")]
public sealed record NamedListing(string Name, string Description);

/// <param name="Parameters">Keys of the sweep file that belong to it.</param>
[GenerateSerializer, Immutable, Alias("catalogue.workload")]
public sealed record WorkloadListing(string Name, string Description, ImmutableArray<ParameterListing> Parameters);

/// <param name="Default">As the documentation prints it: a value, "required" or "none".</param>
[GenerateSerializer, Immutable, Alias("catalogue.parameter")]
public sealed record ParameterListing(string Path, string Kind, string Default, string Description);
