using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search.CmaEs;
using Orchestrator.Grains.Decisions.Search.Gp;
using Orchestrator.Grains.Decisions.Search.Nsga2;
using Orchestrator.Grains.Decisions.Search.SpaceFilling;
using Orchestrator.Grains.Decisions.Search.Tpe;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>All samplers. Adding one: a file and a line here.</summary>
internal static class Samplers
{
    public static ISampler Grid { get; } = new GridSampler();
    public static ISampler Random { get; } = new RandomSampler();
    public static ISampler Sobol { get; } = new SobolSampler();
    public static ISampler LatinHypercube { get; } = new LatinHypercubeSampler();
    public static ISampler Tpe { get; } = new TpeSampler();
    public static ISampler Gp { get; } = new GpSampler();
    public static ISampler CmaEs { get; } = new CmaEsSampler();
    public static ISampler Nsga2 { get; } = new Nsga2Sampler();
    public static ISampler External { get; } = new ExternalSampler();

    public static ImmutableArray<ISampler> All { get; } = [Grid, Random, Sobol, LatinHypercube, Tpe, Gp, CmaEs, Nsga2, External];

    /// <summary>The sampler that a checked spec names.</summary>
    public static ISampler For(SweepSpec spec) => All.First(sampler => sampler.Name == spec.Search.Kind);
}
