using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Nsga2;

/// <summary>The best trials so far: whole fronts, of the last one those with most room around them.</summary>
internal sealed class Population
{
    private readonly List<Parent> _parents = [];

    private sealed record Parent(int Trial, int Front, double Distance);

    public Population(FrontStanding standing, int size)
    {
        var layers = standing.Layers(size);
        for (var front = 0; front < layers.Length; front++)
        {
            ImmutableArray<int> layer = layers[front];
            var distances = Crowding.Distances([.. layer.Select(standing.CostsOf)]);
            _parents.AddRange(layer.Select((trial, place) => new Parent(trial, front, distances[place])).OrderByDescending(parent => parent.Distance).Take(size - _parents.Count));
        }
    }

    public int Count => _parents.Count;

    /// <summary>Index of a trial: of two drawn, the one of the better front, or with more room.</summary>
    public int Draw(Draws draws)
    {
        var (one, other) = (_parents[draws.Below(Count)], _parents[draws.Below(Count)]);
        return (other.Front < one.Front || (other.Front == one.Front && other.Distance > one.Distance) ? other : one).Trial;
    }
}
