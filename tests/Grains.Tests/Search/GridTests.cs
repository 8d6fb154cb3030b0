using System.Numerics;
using CsCheck;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;
using Orchestrator.Grains.Tests.Support;

namespace Orchestrator.Grains.Tests.Search;

public sealed class GridTests
{
    private static string[] All(SweepSpec spec)
    {
        var points = new List<string>();
        while (Samplers.Grid.Suggest(spec, SearchHistory.Empty, points.Count) is Suggestion.Point point) points.Add(Text(point.Assignment));
        return [.. points];
    }

    private static string Text(IEnumerable<AssignedValue> assignment) => string.Join(" ", assignment.Select(value => $"{value.Path}={value.Value}"));

    [Fact]
    public void Conditional_keys_are_counted_once()
    {
        var check = SpecText.Check(SpecText.Conditional + "search: { kind: grid }");
        Assert.Equal("12", check.Trials);
        Assert.Equal("12", check.Runs);
        var points = All(check.Spec!);
        Assert.Equal(12, points.Distinct().Count());
        Assert.Equal(12, points.Length);
        Assert.DoesNotContain(points, point => point.Contains("rk4", StringComparison.Ordinal) && point.Contains("rtol", StringComparison.Ordinal));
        Assert.Equal("solver.method=dopri5 solver.rtol=0.001 gradient.method=direct", points[0]);
        Assert.Equal("solver.method=dopri5 solver.rtol=0.001 gradient.method=adjoint", points[1]);
        Assert.Equal("solver.method=rk4 solver.step_size=0.05 gradient.method=adjoint", points[^1]);
    }

    [Fact]
    public void An_enqueued_point_needs_its_condition()
    {
        var error = SpecText.OnlyError(SpecText.Conditional + "search: { kind: grid, enqueue: [ { solver.method: rk4, solver.step_size: 0.1, gradient.method: direct, solver.rtol: 1e-3 } ] }");
        Assert.Contains("solver.rtol", error.Where, StringComparison.Ordinal);
        Assert.Contains("solver.adaptive", error.Rule, StringComparison.Ordinal);
        // The point of the case as it was reported: also incomplete.
        var errors = SpecText.Check(SpecText.Conditional + "search: { kind: grid, enqueue: [ { solver.method: rk4, solver.rtol: 1e-3 } ] }").Errors;
        Assert.Contains(errors, each => each.Where.EndsWith("solver.rtol", StringComparison.Ordinal) && each.Rule.Contains("solver.adaptive", StringComparison.Ordinal));
        Assert.Contains(errors, each => each.Where.EndsWith("gradient.method", StringComparison.Ordinal) && each.Rule.Contains("lacks", StringComparison.Ordinal));
    }

    [Fact]
    public void An_enqueued_value_must_be_allowed()
    {
        var error = SpecText.OnlyError(SpecText.Conditional + "search: { kind: grid, enqueue: [ { solver.method: dopri5, solver.rtol: 1e-4 } ] }");
        Assert.Equal("1e-4", error.Given);
        Assert.Contains("0.001, 1E-05", error.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void An_enqueued_cell_runs_first_and_only_once()
    {
        var spec = SpecText.Read(SpecText.Conditional + "search: { kind: grid, enqueue: [ { solver.method: rk4, solver.step_size: 0.1, gradient.method: adjoint }, { solver.method: dopri5, solver.rtol: 1e-3, gradient.method: direct } ] }");
        var points = All(spec);
        Assert.Equal("solver.method=rk4 solver.step_size=0.1 gradient.method=adjoint", points[0]);
        Assert.Equal("solver.method=dopri5 solver.rtol=0.001 gradient.method=direct", points[1]);
        Assert.Equal(12, points.Length);
        Assert.Equal(12, points.Distinct().Count());
    }

    [Fact]
    public void A_point_twice_is_refused()
        => Assert.Contains("twice", SpecText.OnlyError(SpecText.Spiral + "space: { solver.rtol: [1e-3, 1e-4] }\nsearch: { enqueue: [ { solver.rtol: 1e-3 }, { solver.rtol: 0.001 } ] }").Rule, StringComparison.Ordinal);

    [Fact]
    public void A_sweep_without_a_space_is_one_trial()
    {
        var spec = SpecText.Read(SpecText.Spiral + "replicates: { seeds: [1, 2] }");
        Assert.Equal("", Assert.Single(All(spec)));
        Assert.Equal(2, spec.ExpectedRuns);
    }

    [Fact]
    public void A_key_may_depend_on_a_later_one()
    {
        var points = All(SpecText.Read(SpecText.Spiral + """
            space:
              solver.rtol: { values: [1e-3, 1e-5], when: solver.adaptive }
              solver.method: [dopri5, rk4]
            solver: { step_size: 0.1 }
            """));
        Assert.Equal(["solver.rtol=0.001 solver.method=dopri5", "solver.rtol=1E-05 solver.method=dopri5", "solver.method=rk4"], points);
    }

    [Fact]
    public void Decades_and_whole_numbers_are_enumerated()
    {
        var points = All(SpecText.Read(SpecText.Spiral + "space: { solver.rtol: { decades: [1e-3, 1e-1] }, model.augment: { int: [0, 2] } }"));
        Assert.Equal(9, points.Length);
        Assert.Equal("solver.rtol=0.001 model.augment=0", points[0]);
        Assert.Equal("solver.rtol=0.1 model.augment=2", points[^1]);
    }

    /// <summary>A space of keys that depend on each other in every way that is allowed.</summary>
    private static readonly Gen<SweepSpec> _spaces =
        from augment in Gen.Int[0, 6]
        from first in Choices.Of("model.augment == 1", "model.augment in [0, 2, 99]", "not model.augment == 0", "solver.adaptive")
        from second in Choices.Of("model.input_power == 2", "solver.adaptive and model.augment != 2", "model.augment == 3 or model.input_power in [1, 3]")
        from order in Gen.Shuffle(new[] { 0, 1, 2, 3 })
        select SpecText.Read(SpecText.Spiral + "solver: { step_size: 0.1 }\nspace:\n" + string.Join("\n", order.Select(index => new[]
        {
            $"  model.augment: {{ int: [0, {augment}] }}",
            "  solver.method: [dopri5, rk4, bosh3]",
            $"  model.input_power: {{ int: [1, 3], when: \"{first}\" }}",
            $"  model.activation: {{ values: [tanh, relu], when: \"{second}\" }}",
        }[index])));

    [Fact]
    public void Cells_are_counted_decoded_and_found_again()
        => _spaces.Sample(spec =>
        {
            var cells = new GridCells(spec);
            var expected = Enumerated(spec);
            Assert.Equal(expected.Length, cells.Total);
            var decoded = Enumerable.Range(0, expected.Length).Select(number => cells.Decode(number)).ToArray();
            Assert.Equal(expected.Order(StringComparer.Ordinal), decoded.Select(cell => Text(cell)).Order(StringComparer.Ordinal));
            for (var number = 0; number < decoded.Length; number++) Assert.Equal(number, cells.Encode(decoded[number]));
        }, iter: 60, threads: 1);

    /// <summary>The grid by plain enumeration.</summary>
    private static string[] Enumerated(SweepSpec spec)
    {
        var order = SpaceOrder.Of(spec.Space);
        IEnumerable<ActiveKeys> Extend(ImmutableValues values, int index)
        {
            if (index == order.Length) return [values.Keys(spec)];
            var key = spec.Space[order[index]];
            return !values.Keys(spec).Exists(key)
                ? Extend(values, index + 1)
                : Enumerable.Range(0, (int)Domains.Count(key.Domain)!.Value).SelectMany(position => Extend(values.With(key.Path, Domains.At(key.Domain, position)), index + 1));
        }
        return [.. Extend(new ImmutableValues([]), 0).Select(keys => Text(keys.Assignment()))];
    }

    private sealed record ImmutableValues(AssignedValue[] Values)
    {
        public ImmutableValues With(string path, ParameterValue value) => new([.. Values, new AssignedValue(path, value)]);

        public ActiveKeys Keys(SweepSpec spec)
        {
            var keys = new ActiveKeys(spec);
            foreach (var value in Values) keys.Assign(value.Path, value.Value);
            return keys;
        }
    }

    [Fact]
    public void A_grid_too_large_to_list_is_counted_exactly_and_asks_for_a_budget()
    {
        const string Space = SpecText.Spiral + """
            space:
              training.iterations: { int: [1, 1000000] }
              training.report_every: { int: [1, 1000000] }
              workload.batch: { int: [1, 1000000] }
              solver.max_steps: { int: [1, 1000000] }
            search: { kind: grid }

            """;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var check = SpecText.Check(Space);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
        Assert.Equal(BigInteger.Pow(10, 24).ToString(), check.Trials);
        Assert.Equal(check.Trials, check.Runs);
        Assert.Contains("budget", Assert.Single(check.Errors).Fix, StringComparison.Ordinal);

        var limited = SpecText.Check(Space + "budget: { runs: 5 }");
        Assert.Empty(limited.Errors);
        Assert.Equal(BigInteger.Pow(10, 24).ToString(), limited.Trials);
        Assert.Equal("5", limited.Runs);
        Assert.Equal(5, limited.Spec!.ExpectedRuns);
    }
}
