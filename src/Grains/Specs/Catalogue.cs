using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.Grains.Specs;

/// <summary>What this build can do, gathered from the catalogues.</summary>
internal static class Catalogue
{
    public static CatalogueListing Listing { get; } = new(
        [.. OdeSolvers.All.Select(solver => new SolverListing(solver.Name, solver.Description, solver.Order, solver.IsAdaptive))],
        [.. GradientMethods.All.Select(method => new GradientListing(method.Name, method.Description, method.SolvesBackwards))],
        [.. Samplers.All.Select(sampler => new NamedListing(sampler.Name, sampler.Description))],
        [.. Schedulers.All.Select(scheduler => new NamedListing(scheduler.Name, scheduler.Description))],
        [.. WorkloadNames.All.Select(workload => new WorkloadListing(workload.Name, workload.Description, ParametersOf(workload)))],
        [.. Metrics.All.Select(metric => new NamedListing(metric.Name, metric.Title))]);

    private static ImmutableArray<ParameterListing> ParametersOf(WorkloadName workload)
        => [.. WorkloadKeys.All.Where(key => key.AppliesWhen == WorkloadKeys.On(workload)).Select(key => new ParameterListing(key.Path, key.Kind.Text, key.Default, key.Description))];
}
