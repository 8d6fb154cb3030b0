using System.Collections.Immutable;

namespace Orchestrator.Silo;

/// <summary>Everything a sweep file can name.</summary>
public sealed record Catalogue(
    ImmutableArray<CatalogueEntry> Solvers,
    ImmutableArray<CatalogueEntry> Gradients,
    ImmutableArray<CatalogueEntry> Samplers,
    ImmutableArray<CatalogueEntry> Schedulers,
    ImmutableArray<CatalogueEntry> Workloads,
    ImmutableArray<CatalogueEntry> Metrics);

/// <param name="Name">As a sweep file writes it.</param>
/// <param name="Parameters">Keys of its own that it takes in a sweep file.</param>
public sealed record CatalogueEntry(string Name, string Description, ImmutableArray<CatalogueParameter> Parameters);

/// <param name="Path">Dotted path in a sweep file.</param>
/// <param name="Rule">Kind of value and its bounds.</param>
/// <param name="Default">As a sweep file would write it; null: required, or none.</param>
public sealed record CatalogueParameter(string Path, string Rule, string? Default);
