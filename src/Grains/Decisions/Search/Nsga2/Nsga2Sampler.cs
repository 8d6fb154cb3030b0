using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Nsga2;

/// <summary>Children of the best trials so far, by non-dominated fronts and the room within them.</summary>
/// <remarks>
/// Deb, Pratap, Agarwal, Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Trans. Evol. Comput. 6 (2002), in its
/// steady-state form: the population is chosen anew for every trial, so nobody waits for the last of a generation.
/// </remarks>
internal sealed class Nsga2Sampler : ISampler
{
    private const int Size = 50;

    /// <summary>Results before there are parents.</summary>
    private const int LeastTold = 20;

    /// <summary>Children that are the same as a parent are thrown away so often.</summary>
    private const int Attempts = 8;

    public string Name => "nsga2";
    public string Description => "Children of the trials on the best Pareto fronts (NSGA-II); for several objectives and some hundred trials.";

    public bool Learns => true;

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        var standing = new FrontStanding(spec, history);
        if (LearningStart.Suggest(spec, trialNumber, standing.Told, LeastTold) is { } start) return start;
        var population = new Population(standing, Size);
        if (population.Count == 0) return Samplers.Random.Suggest(spec, history, trialNumber);
        var space = new EncodedSpace(spec);
        var columns = space.Columns(history.Trials);
        var draws = new Draws(spec.Search.Seed, trialNumber);
        var variation = new Variation(space, draws);
        for (var attempt = 1; ; attempt++)
        {
            var (first, second) = (Units(population.Draw(draws)), Units(population.Draw(draws)));
            var child = variation.Child(first, second);
            if (attempt == Attempts || !(child.Units.AsSpan().SequenceEqual(first) || child.Units.AsSpan().SequenceEqual(second))) return new Suggestion.Point(child.Assignment);
        }

        double[] Units(int trial) => [.. columns.Select(column => column[trial])];
    }
}
