using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search;

/// <summary>What every sampler must do with results behind it, for one objective and for two.</summary>
public sealed class LearnedHistoryTests
{
    private const int Trials = 150;

    private const string Space = SpecText.Spiral + """
        space:
          solver.method: [dopri5, tsit5, rk4]
          solver.rtol: { decades: [1e-8, 1e-2], when: solver.adaptive }
          solver.step_size: { uniform: [0.05, 0.15], when: not solver.adaptive }
          model.augment: { int: [0, 5] }
          model.hidden: [ [50] ]
          training.iterations: { int: [1, 2147483647] }
          training.report_every: { log_int: [1, 8], when: "model.augment in [2, 4]" }

        """;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            // A grid has no place for a continuous key.
            foreach (var sampler in Samplers.All.Where(sampler => sampler != Samplers.Grid && sampler.Proposes))
                foreach (var objectives in new[] { 1, 2 }) cases.Add(sampler.Name, objectives);
            return cases;
        }
    }

    private static ISampler Sampler(string name) => Samplers.All.Single(sampler => sampler.Name == name);

    private static SweepSpec Spec(string name, int objectives, string space = Space)
        => SpecText.Read(space + $"search: {{ kind: {name}, trials: {Trials}, seed: 3 }}\n"
            + (objectives == 1 ? "objectives: [ { metric: training.loss } ]\n" : "objectives: [ { metric: training.loss }, { metric: nfe.total, goal: maximize } ]\n"));

    private static ImmutableArray<AssignedValue> Ask(SweepSpec spec, IReadOnlyList<TrialRecord> trials, long number)
        => ((Suggestion.Point)Sampler(spec.Search.Kind).Suggest(spec, new SearchHistory(trials), number)).Assignment;

    /// <summary>Every kind of result, in turn.</summary>
    private static TrialResult Result(int number, int objectives) => (number % 7) switch
    {
        2 => new TrialResult.Failed(),
        3 => new TrialResult.Pruned([.. Enumerable.Range(0, objectives).Select(index => (number * 37 % 11) + index * 0.5)], number % 3),
        4 => new TrialResult.Finished([.. Enumerable.Repeat(double.NaN, objectives)]),
        5 when number > Trials - 30 => new TrialResult.Pending(),
        _ => new TrialResult.Finished([.. Enumerable.Range(0, objectives).Select(index => Math.Sin(number * (index + 1.3)))]),
    };

    private static List<TrialRecord> Grow(SweepSpec spec, Func<int, TrialResult> result, int count = Trials - 10)
    {
        var trials = new List<TrialRecord>();
        for (var number = 0; number < count; number++) trials.Add(new TrialRecord(number, Ask(spec, trials, number), result(number)));
        return trials;
    }

    private static void AssertWithin(SweepSpec spec, ImmutableArray<AssignedValue> assignment)
    {
        var values = assignment.ToDictionary(value => value.Path, value => value.Value);
        Assert.Equal(spec.Space.Select(key => key.Path).Where(values.ContainsKey), assignment.Select(value => value.Path));
        foreach (var key in spec.Space)
        {
            var active = key.When is null || ConditionRules.Holds(key.When, path => values.GetValueOrDefault(path) ?? SpecKeys.Find(path)!.Get(spec));
            Assert.Equal(active, values.TryGetValue(key.Path, out var value));
            if (active) Assert.True(Domains.Contains(key.Domain, value!), $"{key.Path} = {value}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Points_stay_in_the_space_while_results_of_all_kinds_come_in(string name, int objectives)
    {
        var spec = Spec(name, objectives);
        var trials = Grow(spec, number => Result(number, objectives));
        Assert.All(trials, trial => AssertWithin(spec, trial.Assignment));
        Assert.True(trials.Select(trial => string.Join(",", trial.Assignment)).Distinct().Count() > Trials / 2);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_same_history_gives_the_same_point_after_a_round_trip_and_in_any_order_of_asking(string name, int objectives)
    {
        var spec = Spec(name, objectives);
        var trials = Grow(spec, number => Result(number, objectives), 60);
        var copy = JsonSerializer.Deserialize<SweepSpec>(JsonSerializer.Serialize(spec))!;
        var history = trials.Select(trial => trial with { Assignment = JsonSerializer.Deserialize<ImmutableArray<AssignedValue>>(JsonSerializer.Serialize(trial.Assignment)) }).ToArray();
        var expected = Enumerable.Range(60, 8).Select(number => string.Join(",", Ask(spec, trials, number))).ToArray();
        Assert.Equal(expected, Enumerable.Range(60, 8).Reverse().Select(number => string.Join(",", Ask(copy, history, number))).Reverse());
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_history_without_a_value_stops_nobody(string name, int objectives)
    {
        var spec = Spec(name, objectives);
        foreach (var result in new TrialResult[] { new TrialResult.Failed(), new TrialResult.Pending(), new TrialResult.Finished([.. Enumerable.Repeat(double.NaN, objectives)]), new TrialResult.Finished([.. Enumerable.Repeat(double.PositiveInfinity, objectives)]) })
            Assert.All(Grow(spec, _ => result, 70), trial => AssertWithin(spec, trial.Assignment));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Equal_values_everywhere_stop_nobody(string name, int objectives)
    {
        var spec = Spec(name, objectives);
        Assert.All(Grow(spec, _ => new TrialResult.Finished([.. Enumerable.Repeat(1.5, objectives)])), trial => AssertWithin(spec, trial.Assignment));
    }

    [Theory, MemberData(nameof(Cases))]
    public void One_point_is_suggested_again_and_again(string name, int objectives)
    {
        var spec = Spec(name, objectives, SpecText.Spiral + "space: { solver.method: [tsit5], model.augment: [2] }\n");
        Assert.All(Grow(spec, number => Result(number, objectives)), trial => Assert.Equal(2, trial.Assignment.Length));
        Assert.IsType<Suggestion.Exhausted>(Sampler(name).Suggest(spec, SearchHistory.Empty, Trials));
    }
}
