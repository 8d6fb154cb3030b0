using System.Text.Json;
using Orchestrator.Grains.Decisions.Specs;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Writing;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class KeyTests
{
    public static TheoryData<string> Paths => [.. SpecKeys.All.Where(key => key.Kind is not ValueKind.Structure).Select(key => key.Path)];

    /// <summary>Two values of each key, other than its default where there is one.</summary>
    private static IEnumerable<ParameterValue> Values(SpecKey key) => key.Kind switch
    {
        ValueKind.Number number => [new ParameterValue.Number(double.IsFinite(number.Range.High) ? 0.25 : 3.5), new ParameterValue.Number(0.125)],
        ValueKind.Whole whole => [new ParameterValue.Whole((long)whole.Range.Low + 1), new ParameterValue.Whole((long)whole.Range.Low + 2)],
        ValueKind.Flag => [new ParameterValue.Flag(true), new ParameterValue.Flag(false)],
        ValueKind.Choice choice => choice.Names().Select(name => new ParameterValue.Text(name)),
        ValueKind.Words => [new ParameterValue.Text("some"), new ParameterValue.Text("other")],
        ValueKind.Duration => [new ParameterValue.Text("2h"), new ParameterValue.Text("1m30s")],
        ValueKind.Memory => [new ParameterValue.Text("3GiB"), new ParameterValue.Text("1500MB")],
        ValueKind.ListOf { Item: ValueKind.Words } => [new ParameterValue.List([new ParameterValue.Text("a"), new ParameterValue.Text("b")])],
        ValueKind.ListOf { Item: ValueKind.Choice choice } => [new ParameterValue.List([.. choice.Names().Take(2).Select(name => new ParameterValue.Text(name))])],
        ValueKind.ListOf => [new ParameterValue.List([new ParameterValue.Whole(8), new ParameterValue.Whole(9)])],
        _ => throw new InvalidOperationException(key.Path),
    };

    [Theory, MemberData(nameof(Paths))]
    public void A_value_set_is_the_value_got_and_nothing_else_changes(string path)
    {
        var key = SpecKeys.Find(path)!;
        var before = SpecDefaults.ForKey(key);
        foreach (var value in Values(key))
        {
            var after = key.Set(before, value);
            Assert.Equal(value, key.Get(after));
            if (path == WorkloadKeys.Kind) continue;
            foreach (var other in SpecKeys.All.Where(each => each.Path != path)) Assert.Equal(other.Get(before), other.Get(after));
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void None_is_kept_where_it_is_allowed(string path)
    {
        var key = SpecKeys.Find(path)!;
        if (key.Nullable) Assert.Null(key.Get(key.Set(SpecDefaults.ForKey(key), null)));
    }

    [Fact]
    public void Every_key_is_described_and_every_default_has_a_source()
    {
        Assert.Equal(SpecKeys.All.Length, SpecKeys.All.Select(key => key.Path).Distinct().Count());
        foreach (var key in SpecKeys.All)
        {
            Assert.EndsWith(".", key.Description, StringComparison.Ordinal);
            Assert.True(key.Required || key.DefaultText is not null || key.DefaultSource.Length > 0 || key.Path == SweepKeys.SearchSeed, key.Path);
            Assert.False(key.Required && key.Example is null, key.Path);
        }
    }

    [Fact]
    public void Defaults_lie_within_their_ranges()
    {
        foreach (var key in SpecKeys.All)
        {
            var value = key.Get(SpecDefaults.ForKey(key));
            if (key.Kind is ValueKind.Number number && value is not null) Assert.True(number.Range.Contains(value.Number()), key.Path);
            if (key.Kind is ValueKind.Whole whole && value is not null) Assert.True(whole.Range.Contains(value.Whole()), key.Path);
            if (key.Kind is ValueKind.Choice choice) Assert.Contains(value?.Text() ?? "", choice.Names());
        }
    }

    [Fact]
    public void Unknown_keys_name_the_nearest()
    {
        Assert.Contains("`iterations`", SpecText.OnlyError(SpecText.Spiral + "training:\n  iteration: 5").Fix, StringComparison.Ordinal);
        Assert.Contains("`solver`", SpecText.OnlyError(SpecText.Spiral + "sovler: { rtol: 1e-3 }").Fix, StringComparison.Ordinal);
        Assert.Contains("`dopri5`", SpecText.OnlyError(SpecText.Spiral + "solver: { method: dorpi5 }").Fix, StringComparison.Ordinal);
        Assert.Contains("`adjoint`", SpecText.OnlyError(SpecText.Spiral + "gradient: { method: adjiont }").Fix, StringComparison.Ordinal);
        Assert.Contains("`training.optimizer.learning_rate`", SpecText.OnlyError(SpecText.Spiral + "training: { learning_rate: 1 }").Fix, StringComparison.Ordinal);
        Assert.Contains("`solver.rtol`", SpecText.OnlyError(SpecText.Spiral + "space: { solver.rtoll: [1e-3] }").Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_keys_are_named()
    {
        Assert.Equal("workload.kind", SpecText.OnlyError("solver: { method: dopri5 }").Where);
        var missing = SpecText.Check("workload: { kind: series }").Errors;
        Assert.Equal(["workload.data", "workload.time", "workload.columns"], missing.Select(error => error.Where));
        Assert.All(missing, error => Assert.Equal(0, error.Line));
    }

    [Fact]
    public void Keys_of_another_workload_are_refused()
    {
        var error = SpecText.OnlyError("workload: { kind: cubic-spiral, transform: log }");
        Assert.Equal("workload.transform", error.Where);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public void The_schema_holds_every_key_and_is_json()
    {
        using var schema = JsonDocument.Parse(SpecSchema.Json());
        foreach (var key in SpecKeys.All)
        {
            var at = schema.RootElement;
            foreach (var name in key.Path.Split('.')) at = at.GetProperty("properties").GetProperty(name);
            Assert.StartsWith(key.Description, at.GetProperty("description").GetString(), StringComparison.Ordinal);
        }
        var space = schema.RootElement.GetProperty("properties").GetProperty("space").GetProperty("properties");
        Assert.Equal(SpecKeys.All.Where(key => key.CanVary).Select(key => key.Path), space.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["kind"], schema.RootElement.GetProperty("properties").GetProperty("workload").GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData(SpecText.Spiral), InlineData(SpecText.Conditional)]
    [InlineData(SpecText.Spiral + "pruning: { worse_than: -0.5, nfe_per_iteration: 900, nfe_growth: 1.5, steps_per_iteration: 250, patience: 100, least_improvement: 0.01, after: 60 }")]
    [InlineData(SpecText.Conditional + "search: { enqueue: [ { solver.method: rk4, solver.step_size: 0.1, gradient.method: adjoint } ] }\nfailures: { retries: { internal: 5 } }")]
    [InlineData(SpecText.Spiral + "training: { optimizer: { kind: sgd } }\nspace: { model.augment: { int: [0, 8], step: 2 }, training.report_every: { log_int: [1, 8], step: 2 }, training.optimizer.momentum: { uniform: [0, 0.75], step: 0.25 }, solver.rtol: { log_uniform: [1e-6, 1e-2], step: 100, when: solver.adaptive }, solver.method: { ordered: [bosh3, dopri5] } }\nsearch: { kind: tpe, trials: 5, max_parallel: 3 }")]
    [InlineData(SpecText.Spiral + "name: \"Δt=0.1/лынь: «lynx» [1] 🐈\"\nspace: { model.hidden: [[8], [8, 8]], training.optimizer.learning_rate: { log_uniform: [1e-4, 1e-1] }, solver.rtol: { decades: [1e-8, 1e-2] }, model.augment: { int: [0, 3] }, training.optimizer.kind: [adam, sgd] }\nsearch: { kind: random, trials: 5, seed: 9 }\nbudget: { wall: 90m, nfe: 1e9 }\nobjectives: [ { metric: nfe.total, goal: maximize } ]")]
    public void The_resolved_spec_reads_back_as_the_same_experiment(string yaml)
    {
        var spec = SpecText.Read(yaml);
        var again = SpecText.Read(spec.ResolvedYaml);
        Assert.Equal(spec.ResolvedYaml, again.ResolvedYaml);
        Assert.Equal(spec.Fingerprint, again.Fingerprint);
        Assert.Equal(spec.Base.Training, again.Base.Training);
        Assert.Equal(spec.Pruning, again.Pruning);
    }

    [Fact]
    public void Every_setting_changes_the_fingerprint()
    {
        var first = SpecText.Read(SpecText.Spiral).Fingerprint;
        Assert.Equal(first, SpecText.Read("# a remark\nworkload:\n  kind: \"cubic-spiral\"\n").Fingerprint);
        Assert.NotEqual(first, SpecText.Read(SpecText.Spiral + "solver: { max_steps: 7 }").Fingerprint);
        Assert.NotEqual(first, SpecText.Read(SpecText.Spiral, "replicates.seeds=1").Fingerprint);
        Assert.Equal(64, first.Length);
    }
}
