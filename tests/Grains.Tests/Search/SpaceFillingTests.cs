using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.SpaceFilling;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search;

public sealed class SpaceFillingTests
{
    private const string Three = SpecText.Spiral + """
        space:
          training.optimizer.beta1: { uniform: [0, 0.875] }
          training.optimizer.beta2: { uniform: [0, 0.5] }
          solver.rtol: { log_uniform: [1e-8, 1e-2] }

        """;

    private static SweepSpec Spec(string search) => SpecText.Read(Three + $"search: {{ {search} }}\n");

    /// <summary>Coordinates of a trial, one per key of <see cref="Three"/>.</summary>
    private static double[] Units(ISampler sampler, SweepSpec spec, long number)
    {
        var point = (Suggestion.Point)sampler.Suggest(spec, SearchHistory.Empty, number);
        return [.. point.Assignment.Select((value, key) => Domains.ToUnit(spec.Space[key].Domain, value.Value))];
    }

    [Fact]
    public void The_sequence_begins_as_published()
    {
        double[][] expected = [[0, 0, 0], [.5, .5, .5], [.75, .25, .25], [.25, .75, .75]];
        for (var index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], Enumerable.Range(0, 3).Select(dimension => SobolSequence.Plain(index, dimension)));
    }

    /// <summary>Point 1000 of scipy 1.10's unscrambled sequence.</summary>
    [Theory]
    [InlineData(3, 0.6767578125), InlineData(9, 0.0693359375), InlineData(31, 0.1455078125), InlineData(63, 0.4462890625)]
    public void Later_dimensions_are_those_of_another_implementation(int dimension, double expected)
        => Assert.Equal(expected, SobolSequence.Plain(1000, dimension));

    /// <summary>Case S4 from the field.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(77)]
    public void Sixteen_points_fall_into_sixteen_sixteenths_of_every_key(ulong seed)
    {
        var spec = Spec($"kind: sobol, trials: 16, seed: {seed}");
        // Asked out of order, as by many slots or after a restart.
        var points = Enumerable.Range(0, 16).OrderBy(number => number * 7 % 16).Select(number => Units(Samplers.Sobol, spec, number)).ToArray();
        for (var key = 0; key < 3; key++)
            Assert.Equal(Enumerable.Range(0, 16), points.Select(point => (int)(point[key] * 16)).Order());
    }

    /// <summary>The first two dimensions are a (0, m, 2)-net: every binary box of volume 2^-m holds exactly one of 2^m points.</summary>
    [Fact]
    public void Every_box_of_two_dimensions_holds_one_point_with_and_without_scrambling()
    {
        const int Digits = 8;
        foreach (var coordinate in new Func<int, int, double>[] { (index, dimension) => SobolSequence.Plain(index, dimension), (index, dimension) => SobolSequence.Scrambled(index, dimension, 5) })
            for (var across = 0; across <= Digits; across++)
            {
                var boxes = Enumerable.Range(0, 1 << Digits).Select(index => ((int)(coordinate(index, 0) * (1 << across)), (int)(coordinate(index, 1) * (1 << (Digits - across)))));
                Assert.Equal(1 << Digits, boxes.Distinct().Count());
            }
    }

    [Fact]
    public void There_are_dimensions_for_every_key_that_can_vary() => Assert.InRange(SpecKeys.All.Count(key => key.CanVary), 1, SobolSequence.Dimensions);

    [Fact]
    public void Every_dimension_alone_is_even_at_every_power_of_two()
    {
        for (var dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
            for (var digits = 1; digits <= 7; digits++)
                Assert.Equal(1 << digits, Enumerable.Range(0, 1 << digits).Select(index => (int)(SobolSequence.Scrambled(index, dimension, 11) * (1 << digits))).Distinct().Count());
    }

    /// <summary>Integrates a smooth function far better than random points do: their error at 1024 points is about 0.009.</summary>
    [Fact]
    public void Scrambled_points_integrate_better_than_random_ones()
    {
        for (var seed = 0UL; seed < 5; seed++)
        {
            var mean = Enumerable.Range(0, 1024).Average(index => Enumerable.Range(0, 5).Aggregate(1.0, (product, dimension) => product * 1.5 * Math.Sqrt(SobolSequence.Scrambled(index, dimension, seed))));
            Assert.InRange(mean, 1 - 1e-3, 1 + 1e-3);
        }
    }

    [Fact]
    public void Scrambled_coordinates_depend_on_the_seed_and_are_uniform()
    {
        var first = Enumerable.Range(0, 400).Select(seed => SobolSequence.Scrambled(0, 2, (ulong)seed)).ToArray();
        Assert.Equal(400, first.Distinct().Count());
        Assert.InRange(first.Average(), 0.5 - 0.05, 0.5 + 0.05);
    }

    [Fact]
    public void Enqueued_points_leave_the_sequence_whole()
    {
        var plain = Spec("kind: sobol, trials: 16, seed: 4");
        var enqueued = Spec("kind: sobol, trials: 17, seed: 4, enqueue: [ { training.optimizer.beta1: 0.5, training.optimizer.beta2: 0.25, solver.rtol: 1e-4 } ]");
        for (var number = 0; number < 16; number++) Assert.Equal(Units(Samplers.Sobol, plain, number), Units(Samplers.Sobol, enqueued, number + 1));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(60), InlineData(256)]
    public void Latin_slices_are_used_once_each(int trials)
    {
        var spec = Spec($"kind: latin-hypercube, trials: {trials}, seed: 9");
        var points = Enumerable.Range(0, trials).Select(number => Units(Samplers.LatinHypercube, spec, number)).ToArray();
        for (var key = 0; key < 3; key++)
            Assert.Equal(Enumerable.Range(0, trials), points.Select(point => (int)(point[key] * trials)).Order());
    }

    [Fact]
    public void Latin_keys_go_through_their_slices_in_unrelated_orders()
    {
        const int Trials = 400;
        var spec = Spec($"kind: latin-hypercube, trials: {Trials}, seed: 2");
        var points = Enumerable.Range(0, Trials).Select(number => Units(Samplers.LatinHypercube, spec, number)).ToArray();
        Assert.All(new[] { (0, 1), (0, 2), (1, 2) }, pair => Assert.InRange(Covariance(point => point[pair.Item1], point => point[pair.Item2]), -0.2, 0.2));
        Assert.InRange(Covariance(point => point[0], point => Array.IndexOf(points, point) / (double)Trials), -0.2, 0.2);

        double Covariance(Func<double[], double> one, Func<double[], double> other) => points.Average(point => (one(point) - 0.5) * (other(point) - 0.5)) * 12;
    }

    [Fact]
    public void A_permutation_has_every_number_once_and_small_ones_all_orders()
    {
        for (var count = 1; count < 130; count++) Assert.Equal(count, Enumerable.Range(0, count).Select(index => new Permutation(count, 1, 0).At(index)).Where(number => number < count).Distinct().Count());
        Assert.Equal(6, Enumerable.Range(0, 200).Select(seed => string.Join("", Enumerable.Range(0, 3).Select(index => new Permutation(3, (ulong)seed, 0).At(index)))).Distinct().Count());
        Assert.InRange(new Permutation(long.MaxValue, 3, 1).At(long.MaxValue - 1), 0, long.MaxValue - 1);
    }

    [Fact]
    public void A_latin_hypercube_without_trials_is_refused()
    {
        var error = SpecText.OnlyError(Three + "search: { kind: latin-hypercube }\nbudget: { runs: 40 }");
        Assert.Equal(("search.kind", "latin-hypercube"), (error.Where, error.Given));
        Assert.Contains("search.trials: 50", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Sobol_trials_that_are_no_power_of_two_are_remarked_on()
    {
        Assert.Contains("16 would be the next", Assert.Single(Spec("kind: sobol, trials: 10").Remarks), StringComparison.Ordinal);
        Assert.Empty(Spec("kind: sobol, trials: 16").Remarks);
        Assert.Empty(Spec("kind: random, trials: 10").Remarks);
    }
}
