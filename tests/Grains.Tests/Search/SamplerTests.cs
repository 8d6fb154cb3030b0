using System.Numerics;
using System.Text.Json;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search;

/// <summary>What every sampler must do.</summary>
public sealed class SamplerTests
{
    private const string Space = SpecText.Spiral + """
        space:
          solver.method: [dopri5, tsit5, rk4]
          solver.rtol: { decades: [1e-8, 1e-2], when: solver.adaptive }
          solver.step_size: { values: [0.1, 0.05], when: not solver.adaptive }
          model.augment: { int: [0, 5] }
          training.report_every: { log_int: [1, 8], when: "model.augment in [2, 4]" }

        """;

    public static TheoryData<string> Names => [.. Samplers.All.Where(sampler => sampler.Proposes).Select(sampler => sampler.Name)];

    private static ISampler Sampler(string name) => Samplers.All.Single(sampler => sampler.Name == name);

    private static SweepSpec Spec(string name, string more = "") => SpecText.Read(Space + $"search: {{ kind: {name}, trials: 60, seed: 3{more} }}\n");

    private static string Point(Suggestion suggestion)
        => suggestion is Suggestion.Point point ? string.Join(", ", point.Assignment.Select(value => $"{value.Path}={value.Value}")) : suggestion.GetType().Name;

    [Fact]
    public void Every_sampler_is_in_the_catalogue()
        => Assert.Equal(
            typeof(ISampler).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ISampler)) && type is { IsAbstract: false, IsInterface: false }).Select(type => type.Name).Order(),
            Samplers.All.Select(sampler => sampler.GetType().Name).Order());

    [Theory, MemberData(nameof(Names))]
    public void Points_hold_exactly_the_active_keys_within_their_domains(string name)
    {
        var spec = Spec(name);
        for (var number = 0; number < 60; number++)
        {
            var assignment = ((Suggestion.Point)Sampler(name).Suggest(spec, SearchHistory.Empty, number)).Assignment;
            var values = assignment.ToDictionary(value => value.Path, value => value.Value);
            Assert.Equal(spec.Space.Select(key => key.Path).Where(values.ContainsKey), assignment.Select(value => value.Path));
            foreach (var key in spec.Space)
            {
                var active = key.When is null || ConditionRules.Holds(key.When, path => values.GetValueOrDefault(path) ?? SpecKeys.Find(path)!.Get(spec));
                Assert.Equal(active, values.TryGetValue(key.Path, out var value));
                if (active) Assert.True(Domains.Contains(key.Domain, value!), $"{key.Path} = {value}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_order_of_asking_changes_nothing(string name)
    {
        var spec = Spec(name);
        var forwards = Enumerable.Range(0, 20).Select(number => Point(Sampler(name).Suggest(spec, SearchHistory.Empty, number))).ToArray();
        var backwards = Enumerable.Range(0, 20).Reverse().Select(number => Point(Sampler(name).Suggest(spec, SearchHistory.Empty, number))).Reverse().ToArray();
        Assert.Equal(forwards, backwards);
        Assert.True(forwards.Distinct().Count() > 10);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_spec_that_went_over_the_wire_gives_the_same_points(string name)
    {
        var spec = Spec(name);
        var copy = JsonSerializer.Deserialize<SweepSpec>(JsonSerializer.Serialize(spec))!;
        for (var number = 0; number < 20; number++)
            Assert.Equal(Point(Sampler(name).Suggest(spec, SearchHistory.Empty, number)), Point(Sampler(name).Suggest(copy, SearchHistory.Empty, number)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Bad_histories_do_no_harm(string name)
    {
        var spec = Spec(name);
        var first = ((Suggestion.Point)Sampler(name).Suggest(spec, SearchHistory.Empty, 0)).Assignment;
        var hopeless = new SearchHistory([new TrialRecord(0, first, new TrialResult.Finished([double.NaN])), new TrialRecord(1, first, new TrialResult.Finished([double.PositiveInfinity]))]);
        Assert.IsType<Suggestion.Point>(Sampler(name).Suggest(spec, hopeless, 2));
    }

    [Theory, MemberData(nameof(Names))]
    public void Trials_end(string name)
    {
        Assert.IsType<Suggestion.Point>(Sampler(name).Suggest(Spec(name), SearchHistory.Empty, 59));
        Assert.IsType<Suggestion.Exhausted>(Sampler(name).Suggest(Spec(name), SearchHistory.Empty, 60));
        Assert.IsType<Suggestion.Exhausted>(Sampler(name).Suggest(Spec(name), SearchHistory.Empty, long.MaxValue));
    }

    [Theory, MemberData(nameof(Names))]
    public void Enqueued_points_come_first(string name)
    {
        var spec = Spec(name, ", enqueue: [ { solver.method: rk4, solver.step_size: 0.05, model.augment: 1 } ]");
        Assert.Equal("solver.method=rk4, solver.step_size=0.05, model.augment=1", Point(Sampler(name).Suggest(spec, SearchHistory.Empty, 0)));
        Assert.NotEqual(Point(Sampler(name).Suggest(spec, SearchHistory.Empty, 0)), Point(Sampler(name).Suggest(spec, SearchHistory.Empty, 1)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_space_of_one_point_has_that_point(string name)
    {
        var spec = SpecText.Read(SpecText.Spiral + $"space: {{ solver.method: [tsit5] }}\nsearch: {{ kind: {name}, trials: 1 }}");
        Assert.Equal("solver.method=tsit5", Point(Sampler(name).Suggest(spec, SearchHistory.Empty, 0)));
        Assert.IsType<Suggestion.Exhausted>(Sampler(name).Suggest(spec, SearchHistory.Empty, 1));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_point_of_an_enormous_space_is_found_at_once(string name)
    {
        var spec = SpecText.Read(SpecText.Spiral + """
            space:
              training.iterations: { int: [1, 1000000] }
              training.report_every: { int: [1, 1000000] }
              workload.batch: { int: [1, 1000000] }
              solver.max_steps: { int: [1, 1000000], when: training.iterations != 77 }

            """ + $"search: {{ kind: {name}, trials: 200000000000 }}\nbudget: {{ runs: 5 }}");
        Assert.IsType<Suggestion.Point>(Sampler(name).Suggest(spec, SearchHistory.Empty, 123_456_789_012));
        Assert.Equal(999_999 * BigInteger.Pow(10, 18) + BigInteger.Pow(10, 12), new GridCells(spec).Total);
    }
}
