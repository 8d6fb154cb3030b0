using System.Text.Json;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;
using Assignment = System.Collections.Immutable.ImmutableArray<Orchestrator.Grains.Interfaces.Specs.AssignedValue>;

namespace Orchestrator.Grains.Tests.Search;

/// <summary>Constraints between keys, and suggestions that equal earlier trials.</summary>
public sealed class ConstraintTests
{
    private const string Tolerances = SpecText.Spiral + """
        gradient: { method: adjoint }
        space:
          solver.method: [dopri5, rk4]
          solver.rtol: { decades: [1e-6, 1e-2], when: solver.adaptive }
          solver.step_size: { values: [0.1, 0.05], when: not solver.adaptive }
          gradient.rtol: { decades: [1e-6, 1e-2] }
        search:
          constraints: [ "gradient.rtol <= 0.1 * solver.rtol" ]

        """;

    public static TheoryData<string> Drawing => [.. Samplers.All.Where(sampler => sampler != Samplers.Grid && sampler.Proposes).Select(sampler => sampler.Name)];

    [Fact]
    public void A_grid_leaves_out_cells_that_break_a_constraint_and_keeps_the_order_of_the_others()
    {
        var spec = SpecText.Read(Tolerances);
        var free = spec with { Search = spec.Search with { Constraints = [] } };
        var expected = All(free).Where(point => Number(point, "solver.rtol") is not { } rtol || Number(point, "gradient.rtol") <= 0.1 * rtol).ToArray();
        var kept = All(spec);
        Assert.Equal(expected.Select(Text), kept.Select(Text));
        // 4 + 3 + 2 + 1 pairs of tolerances, and for rk4, which has no rtol, 2 steps with 5 tolerances each.
        Assert.Equal(20, kept.Count);
        Assert.Equal("20", SpecText.Check(Tolerances).Trials);
        for (var number = 0; number < kept.Count; number++)
            Assert.Equal(Text(kept[number]), Text(((Suggestion.Point)Samplers.Grid.Suggest(spec, SearchHistory.Empty, number)).Assignment));
    }

    [Fact]
    public void A_grid_with_constraints_does_not_repeat_enqueued_cells()
    {
        var spec = SpecText.Read(Tolerances.TrimEnd() + "\n  enqueue: [ { solver.method: dopri5, solver.rtol: 1e-3, gradient.rtol: 1e-5 } ]\n");
        var points = All(spec);
        Assert.Equal("solver.method=dopri5, solver.rtol=0.001, gradient.rtol=1E-05", Text(points[0]));
        Assert.Equal(20, points.Count);
        Assert.Equal(20, points.Select(Text).Distinct().Count());
    }

    [Theory, MemberData(nameof(Drawing))]
    public void Drawn_points_keep_the_constraints_and_are_the_same_again(string name)
    {
        var spec = SpecText.Read(SpecText.Spiral + $$"""
            space:
              solver.rtol: { log_uniform: [1e-8, 1e-2] }
              solver.atol: { log_uniform: [1e-8, 1e-2] }
            search: { kind: {{name}}, trials: 60, constraints: [ "solver.atol < 0.1 * solver.rtol" ] }
            """);
        var points = Run(spec, 60);
        Assert.Equal(60, points.Count);
        Assert.All(points, point => Assert.True(Number(point, "solver.atol") < 0.1 * Number(point, "solver.rtol")));
        Assert.Equal(points.Select(Text), Run(spec, 60).Select(Text));
        Assert.Equal(60, points.Select(Text).Distinct().Count());
    }

    [Theory, MemberData(nameof(Drawing))]
    public void Every_point_of_a_small_space_is_tried_once_and_then_the_search_ends(string name)
    {
        var spec = SpecText.Read(Tolerances.TrimEnd() + $"\n  kind: {name}\n  trials: 500\n");
        var points = Run(spec, 500);
        Assert.Equal(CountedPoints.List(spec).Select(Text).Order(), points.Select(Text).Order());
        Assert.Equal(20, spec.ExpectedRuns);
        var end = Assert.IsType<Suggestion.Exhausted>(Proposals.Suggest(spec, History(points), points.Count));
        Assert.Equal("every point of the space has been tried", end.Why);
    }

    [Theory, MemberData(nameof(Drawing))]
    public void Repeated_points_are_trained_again_only_where_the_file_says_so(string name)
    {
        var spec = SpecText.Read(SpecText.Spiral + $"space: {{ solver.method: [dopri5, tsit5] }}\nsearch: {{ kind: {name}, trials: 12, duplicates: repeat }}\n");
        Assert.Equal(12, Run(spec, 12).Count);
    }

    // A point that is under way is not drawn a second time; one that is finished may be, and when all are under way the search waits.
    [Theory, MemberData(nameof(Drawing))]
    public void With_reuse_only_finished_points_are_suggested_again(string name)
    {
        var spec = SpecText.Read(SpecText.Spiral + $"space: {{ solver.method: [dopri5, tsit5] }}\nsearch: {{ kind: {name}, trials: 12, duplicates: reuse }}\n");
        var first = ((Suggestion.Point)Proposals.Suggest(spec, SearchHistory.Empty, 0)).Assignment;
        var second = ((Suggestion.Point)Proposals.Suggest(spec, new SearchHistory([new TrialRecord(0, first, new TrialResult.Pending())]), 1)).Assignment;
        Assert.NotEqual(Text(first), Text(second));
        Assert.IsType<Suggestion.WaitForResults>(Suggested(new TrialResult.Pending(), new TrialResult.Failed()));
        Assert.Equal(Text(second), Text(Assert.IsType<Suggestion.Point>(Suggested(new TrialResult.Pending(), new TrialResult.Finished([0.5]))).Assignment));
        Assert.IsType<Suggestion.Exhausted>(Suggested(new TrialResult.Failed(), new TrialResult.Failed()));

        Suggestion Suggested(TrialResult one, TrialResult other)
            => Proposals.Suggest(spec, new SearchHistory([new TrialRecord(0, first, one), new TrialRecord(1, second, other)]), 2);
    }

    [Theory]
    [InlineData("solver.rtol < solver.rtol", "no point"), InlineData("solver.rtol > 1", "no point"), InlineData("solver.method == rk4 and solver.method == dopri5", "no point")]
    public void A_space_without_points_is_refused(string constraint, string rule)
    {
        var error = SpecText.OnlyError(SpecText.Spiral + $"space: {{ solver.rtol: [1e-3, 1e-5] }}\nsearch:\n  constraints: [ \"{constraint}\" ]\n");
        Assert.Equal((4, "search.constraints"), (error.Line, error.Where));
        Assert.Contains(rule, error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_continuum_in_which_no_drawn_point_is_allowed_is_refused()
    {
        const string Space = SpecText.Spiral + "space: { solver.rtol: { log_uniform: [1e-8, 1e-2] }, solver.atol: { log_uniform: [1e-8, 1e-2] } }\n";
        var error = SpecText.OnlyError(Space + "search: { kind: random, trials: 3, constraints: [ solver.rtol >= 1e7 * solver.atol ] }\n");
        Assert.Contains("none of 10000 points", error.Rule, StringComparison.Ordinal);
        Assert.Empty(SpecText.Check(Space + "search: { kind: random, trials: 3, constraints: [ solver.rtol >= 1e5 * solver.atol ] }\n").Errors);
    }

    [Fact]
    public void A_large_grid_with_constraints_and_a_forbidden_enqueued_point_are_refused()
    {
        var large = SpecText.OnlyError(SpecText.Spiral + "space: { training.iterations: { int: [1, 30000] } }\nbudget: { runs: 5 }\nsearch: { constraints: [ training.iterations > 7 ] }\n");
        Assert.Contains("one by one", large.Rule, StringComparison.Ordinal);
        var point = SpecText.OnlyError(Tolerances.TrimEnd() + "\n  enqueue: [ { solver.method: dopri5, solver.rtol: 1e-3, gradient.rtol: 1e-3 } ]\n");
        Assert.Equal("search.enqueue[0]", point.Given);
        Assert.Contains("gradient.rtol <= 0.1 * solver.rtol", point.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_about_pairs_of_keys_look_at_allowed_pairs_only()
    {
        const string Space = SpecText.Spiral + "space: { workload.points: [50, 200], workload.batch_times: [10, 100] }\n";
        Assert.Contains("longer than the curve", SpecText.OnlyError(Space).Rule, StringComparison.Ordinal);
        Assert.Equal("3", SpecText.Check(Space + "search: { constraints: [ workload.batch_times <= workload.points ] }\n").Trials);
    }

    [Theory]
    [InlineData("solver.rtol <= 1e-3", true), InlineData("solver.rtol < 1e-3", false), InlineData("solver.rtol == 10 * solver.atol", true), InlineData("solver.rtol != solver.atol * 10", false)]
    [InlineData("2 * workload.batch_times >= workload.points", false), InlineData("1e-5 < solver.atol and solver.method == dopri5", true), InlineData("not (solver.atol > solver.rtol)", true)]
    public void Comparisons_mean_what_they_say_and_read_back_as_the_same(string text, bool expected)
    {
        var spec = SpecText.Read(SpecText.Spiral + "solver: { rtol: 1e-3, atol: 1e-4 }\nspace: { solver.method: [dopri5, tsit5] }\n");
        var constraint = Read(text);
        Assert.Equal(expected, Constraints.Holds(constraint, spec, [new AssignedValue("solver.method", new ParameterValue.Text("dopri5"))]));
        Assert.Equal(constraint, Read(ConditionRules.Text(constraint)));

        static SpaceCondition Read(string text) => ConditionParser.Parse(new SpecNode.Scalar(SpecPlace.Nowhere, text, Plain: true), "", new SpecErrors(), ConditionUse.Constraint)!;
    }

    [Theory]
    [InlineData("solver.rtol <= solver.method", "number"), InlineData("solver.rtol <= 2 * 3", "key"), InlineData("1 < 2", "numbers"), InlineData("solver.rtol <= solver.atoll", "solver.atol"), InlineData("2 * solver.rtol", "comparison")]
    public void Mistakes_in_constraints_are_told(string text, string hint)
    {
        var error = SpecText.OnlyError(SpecText.Spiral + $"search: {{ constraints: [ \"{text}\" ] }}\n");
        Assert.Equal("search.constraints[0]", error.Where);
        Assert.Contains(hint, $"{error.Rule} {error.Fix}", StringComparison.Ordinal);
    }

    [Fact]
    public void Constraints_are_written_with_the_spec_and_survive_the_wire()
    {
        var spec = SpecText.Read(Tolerances);
        Assert.Equal(spec.ResolvedYaml, SpecText.Read(spec.ResolvedYaml).ResolvedYaml);
        Assert.Contains("gradient.rtol <= 0.1 * solver.rtol", spec.ResolvedYaml, StringComparison.Ordinal);
        var copy = JsonSerializer.Deserialize<SweepSpec>(JsonSerializer.Serialize(spec))!;
        Assert.Equal(All(spec).Select(Text), All(copy).Select(Text));
    }

    [Fact]
    public void Sizes_are_not_compared_in_a_when()
        => Assert.Contains("search.constraints", SpecText.OnlyError(SpecText.Spiral + "space: { model.augment: { values: [0, 1], when: model.input_power < 3 } }\n").Fix, StringComparison.Ordinal);

    private static List<Assignment> All(SweepSpec spec)
    {
        var points = new List<Assignment>();
        while (Samplers.Grid.Suggest(spec, History(points), points.Count) is Suggestion.Point point) points.Add(point.Assignment);
        return points;
    }

    /// <summary>Results rise with the tolerance, so samplers that learn have something to follow.</summary>
    private static SearchHistory History(List<Assignment> points)
        => new([.. points.Select((point, number) => new TrialRecord(number, point, new TrialResult.Finished([Number(point, "solver.rtol") ?? 0.5])))]);

    private static List<Assignment> Run(SweepSpec spec, int most)
    {
        var points = new List<Assignment>();
        while (points.Count < most && Proposals.Suggest(spec, History(points), points.Count) is Suggestion.Point point) points.Add(point.Assignment);
        return points;
    }

    private static double? Number(Assignment point, string path)
        => (point.FirstOrDefault(value => value.Path == path)?.Value as ParameterValue.Number)?.Value;

    private static string Text(Assignment point) => string.Join(", ", point.Select(value => $"{value.Path}={value.Value}"));
}
