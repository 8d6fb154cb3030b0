using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Decisions.Search.CmaEs;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Decisions.Search.Nsga2;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Search;

public sealed class EvolutionTests
{
    /// <summary>Weights and rates of the tutorial's table 1 for ten coordinates and its default population of ten, worked out by hand.</summary>
    [Fact]
    public void The_constants_of_the_strategy_are_those_of_the_tutorial()
    {
        var settings = new CmaSettings(10, 10);
        Assert.Equal(1, settings.Weights.Where(weight => weight > 0).Sum(), 12);
        Assert.Equal([0.45627, 0.27075, 0.16223, 0.08523, 0.02551], settings.Weights.Take(5).Select(weight => Math.Round(weight, 5)));
        Assert.Equal(3.1673, settings.Effective, 4);
        Assert.Equal(0.28443, settings.PathOfStep, 5);
        Assert.Equal(0.015284, settings.RankOne, 6);
        Assert.All(settings.Weights.Skip(5), weight => Assert.True(weight < 0));
    }

    [Fact]
    public void Layers_are_the_fronts_of_what_is_left()
    {
        var point = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Select((a, b) => ImmutableArray.Create<double>(a, b));
        Gen.Select(point.Array[0, 40], Gen.Int[1, 40]).Sample((points, wanted) =>
        {
            ImmutableArray<ImmutableArray<double>> costs = [.. points];
            var layers = ParetoFront.Layers(costs, wanted);
            Assert.True(layers.Sum(layer => layer.Length) >= Math.Min(wanted, points.Length));
            Assert.True(layers.SkipLast(1).Sum(layer => layer.Length) < wanted);
            for (var front = 0; front < layers.Length; front++)
                foreach (var member in layers[front])
                {
                    Assert.DoesNotContain(layers[front], other => ParetoFront.Dominates(costs[other], costs[member]));
                    if (front > 0) Assert.Contains(layers[front - 1], other => ParetoFront.Dominates(costs[other], costs[member]));
                }
        });
    }

    [Fact]
    public void Crowding_is_the_room_between_neighbours()
        => Assert.Equal([double.PositiveInfinity, 1.25, 1.5, double.PositiveInfinity], Crowding.Distances([[0, 8], [1, 6], [2, 2], [4, 0]]).Select(distance => Math.Round(distance, 12)));

    [Fact]
    public void Children_take_each_key_from_either_parent_that_has_it()
    {
        ImmutableArray<SpaceKey> keys =
        [
            new("x", new ParameterDomain.Uniform(0, 1), null), new("kind", new ParameterDomain.Values([.. "abcd".Select(name => new ParameterValue.Text($"{name}"))]), null),
            new("y", new ParameterDomain.Uniform(0, 1), null), new("n", new ParameterDomain.WholeNumbers(0, 9), null),
        ];
        var space = new EncodedSpace(Specs.SpecText.Read(Specs.SpecText.Spiral) with { Space = keys });
        var children = Enumerable.Range(0, 2000).Select(number => new Variation(space, new Draws(1, number)).Child([0.4, 0.125, double.NaN, 0.35], [0.6, 0.875, 0.2, 0.35]).Units).ToArray();
        // A third is mutated, half of that within the neighbourhood; nine tenths of the pairs cross.
        Assert.InRange(children.Count(child => child[0] == 0.4), 630, 840);
        Assert.InRange(children.Count(child => child[0] == 0.6), 500, 700);
        Assert.InRange(children.Count(child => child[0] is > 0.3 and < 0.7), 1700, 1900);
        Assert.InRange(children.Count(child => child[1] is 0.125 or 0.875), 1500, 1900);
        Assert.InRange(children.Count(child => child[2] == 0.2), 1200, 1800);
        Assert.InRange(children.Count(child => child[3] == 0.35), 1200, 1800);
        Assert.InRange(children.Count(child => Math.Round(child[3], 9) is 0.25 or 0.45), 100, 700);
    }

    /// <summary>Two keys and six points per generation: a window of twenty generations.</summary>
    [Fact]
    public void A_search_starts_again_after_a_window_of_equal_values()
    {
        var rule = new RestartRule(2, 6);
        Assert.All(Enumerable.Range(0, 19), _ => Assert.False(rule.Holds([3, 3, 3], null, [])));
        Assert.True(rule.Holds([3, 3, 3], null, []));
        Assert.False(new RestartRule(2, 6).Holds([1, 2, 3], null, []));
    }

    [Fact]
    public void The_margin_keeps_the_neighbours_of_a_value_within_reach()
    {
        const double Least = 0.05;
        foreach (var mean in new[] { 0.401, 0.45, 0.499 })
        {
            var search = new NormalSearch([mean], 6);
            search.Scale[0] = 0.01;
            Margin.Keep(search, 0, new Cell(0.4, 0.5), Least);
            double Beyond(double edge) => Gauss.Cumulative(-Math.Abs(edge - search.Mean[0]) / search.Deviation(0));
            Assert.InRange(search.Mean[0], 0.4, 0.5);
            Assert.InRange(Beyond(0.4), Least / 2 - 1e-9, 0.5);
            Assert.InRange(Beyond(0.5), Least / 2 - 1e-9, 0.5);
        }
        var atTheEnd = new NormalSearch([0.02], 6);
        atTheEnd.Scale[0] = 0.01;
        Margin.Keep(atTheEnd, 0, new Cell(double.NegativeInfinity, 0.1), Least);
        Assert.Equal(Least, Gauss.Cumulative((atTheEnd.Mean[0] - 0.1) / atTheEnd.Deviation(0)), 9);
    }
}
