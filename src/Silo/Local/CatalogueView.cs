using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Silo.Local;

/// <summary>The build's catalogue as one shape of entry, for listings.</summary>
internal static class CatalogueView
{
    public static Catalogue Of(CatalogueListing listing) => new(
        [.. listing.Solvers.Select(solver => Plain(solver.Name, $"{solver.Description} Order {solver.Order}, {(solver.Adaptive ? "adaptive" : "fixed step")}."))],
        [.. listing.Gradients.Select(gradient => Plain(gradient.Name, gradient.Description))],
        Plain(listing.Samplers),
        Plain(listing.Schedulers),
        [.. listing.Workloads.Select(workload => new CatalogueEntry(workload.Name, workload.Description,
            [.. workload.Parameters.Select(parameter => new CatalogueParameter(parameter.Path, $"{parameter.Kind}. {parameter.Description}", parameter.Default))]))],
        Plain(listing.Metrics));

    private static ImmutableArray<CatalogueEntry> Plain(ImmutableArray<NamedListing> listings) => [.. listings.Select(each => Plain(each.Name, each.Description))];

    private static CatalogueEntry Plain(string name, string description) => new(name, description, []);
}
