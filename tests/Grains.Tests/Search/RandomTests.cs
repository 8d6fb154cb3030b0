using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search;

public sealed class RandomTests
{
    /// <summary>Known answers of the Random123 library.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_numbers(uint a, uint b, uint c, uint d, uint keyA, uint keyB, uint outA, uint outB, uint outC, uint outD)
        => Assert.Equal(new CounterRandom.Counter(outA, outB, outC, outD), CounterRandom.Philox(new CounterRandom.Counter(a, b, c, d), keyA, keyB));

    [Fact]
    public void Log_spaced_whole_numbers_give_both_ends_their_share()
    {
        var spec = SpecText.Read(SpecText.Spiral + "space: { model.input_power: { log_int: [1, 8] } }\nsearch: { kind: random, trials: 20000 }");
        var counts = new double[9];
        for (var number = 0; number < 20_000; number++)
            counts[((ParameterValue.Whole)((Suggestion.Point)Samplers.Random.Suggest(spec, SearchHistory.Empty, number)).Assignment[0].Value).Value] += 1 / 20_000.0;
        double[] expected = [0, 0.316, 0.185, 0.131, 0.102, 0.083, 0.070, 0.061, 0.054];
        Assert.All(Enumerable.Range(0, 9), value => Assert.InRange(counts[value], expected[value] - 0.01, expected[value] + 0.01));
        Assert.InRange(counts[1], 0.30, 0.40);
        Assert.True(counts[8] >= 0.038);
    }

    [Theory]
    [InlineData("{ log_int: [0, 8] }"), InlineData("{ log_int: [8, 1] }")]
    public void Impossible_log_ranges_name_the_key(string domain)
        => Assert.Contains("model.augment", SpecText.OnlyError(SpecText.Spiral + $"space: {{ model.augment: {domain} }}\nsearch: {{ kind: random, trials: 5 }}").Where, StringComparison.Ordinal);

    [Fact]
    public void Ranges_are_covered_evenly_in_their_own_scale()
    {
        var spec = SpecText.Read(SpecText.Spiral + "space: { solver.rtol: { log_uniform: [1e-8, 1e-2] }, solver.atol: { uniform: [1, 3] } }\nsearch: { kind: random, trials: 6000, seed: 5 }");
        var points = Enumerable.Range(0, 6000).Select(number => ((Suggestion.Point)Samplers.Random.Suggest(spec, SearchHistory.Empty, number)).Assignment).ToArray();
        var perDecade = points.GroupBy(point => (int)Math.Floor(Math.Log10(((ParameterValue.Number)point[0].Value).Value))).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal([-8, -7, -6, -5, -4, -3], perDecade.Keys.Order());
        Assert.All(perDecade.Values, count => Assert.InRange(count, 850, 1150));
        Assert.InRange(points.Average(point => ((ParameterValue.Number)point[1].Value).Value), 1.97, 2.03);
    }

    [Fact]
    public void Seeds_and_keys_have_streams_of_their_own()
    {
        var draws = from seed in new ulong[] { 0, 1, 1UL << 40 } from trial in new long[] { 0, 1, 1L << 40 } from draw in new[] { 0, 1 } select CounterRandom.Uniform(seed, trial, draw);
        Assert.Equal(18, draws.Distinct().Count());
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
    }

    [Fact]
    public void The_seed_of_the_search_decides()
    {
        SweepSpec Spec(int seed) => SpecText.Read(SpecText.Spiral + $"space: {{ solver.rtol: {{ log_uniform: [1e-8, 1e-2] }} }}\nsearch: {{ kind: random, trials: 5, seed: {seed} }}");
        Suggestion.Point First(int seed) => (Suggestion.Point)Samplers.Random.Suggest(Spec(seed), SearchHistory.Empty, 0);
        Assert.Equal(First(1).Assignment[0], First(1).Assignment[0]);
        Assert.NotEqual(First(1).Assignment[0], First(2).Assignment[0]);
    }

    [Fact]
    public void A_search_limited_by_budget_alone_has_no_count_of_trials()
    {
        var check = SpecText.Check(SpecText.Spiral + "space: { solver.rtol: { log_uniform: [1e-8, 1e-2] } }\nsearch: { kind: random }\nbudget: { wall: 1h }");
        Assert.Empty(check.Errors);
        Assert.Equal("", check.Trials);
        Assert.Null(check.Spec!.ExpectedRuns);
    }
}
