using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class OverrideTests
{
    [Fact]
    public void A_comma_makes_a_key_vary()
    {
        var key = Assert.Single(SpecText.Read(SpecText.Spiral, "solver.rtol=1e-3,1e-5").Space);
        Assert.Equal("solver.rtol", key.Path);
        Assert.Equal([new ParameterValue.Number(1e-3), new ParameterValue.Number(1e-5)], ((ParameterDomain.Values)key.Domain).Items);
        Assert.Null(key.When);
    }

    [Theory]
    [InlineData("""workload.columns=["a,b", c]""", "a,b", "c"), InlineData("workload.columns=a,c", "a", "c"), InlineData("""workload.columns="a,b",c""", "a,b", "c")]
    public void A_list_is_one_value_of_a_key_that_takes_lists(string text, string first, string second)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"override-{Guid.NewGuid():n}.csv");
        File.WriteAllText(file, $"t,\"{first}\",{second}\n0,1,2\n1,2,3\n");
        try
        {
            var spec = SpecText.Read("workload: { kind: series, time: t }", text, $"workload.data={file}");
            Assert.Equal([first, second], ((WorkloadChoice.Series)spec.Base.Workload).Columns);
        }
        finally { File.Delete(file); }
    }

    [Theory]
    [InlineData("name=\"x=y,z\"", "x=y,z"), InlineData("name=x=y", "x=y"), InlineData("name= pelts & co's ", "pelts & co's"), InlineData("name='it''s'", "it's"), InlineData("name=a: b #c", "a: b #c")]
    public void Text_keeps_its_characters(string text, string name) => Assert.Equal(name, SpecText.Read(SpecText.Spiral, text).Name);

    [Fact]
    public void Later_overrides_win() => Assert.Equal(1e-6, SpecText.Read(SpecText.Spiral, "solver.rtol=1e-3,1e-4", "solver.rtol=1e-5", "solver.rtol=1e-6").Base.Solver.RelativeTolerance);

    [Fact]
    public void Setting_a_key_takes_it_out_of_the_space()
    {
        var spec = SpecText.Read(SpecText.Conditional, "solver.method=rk4");
        Assert.DoesNotContain(spec.Space, key => key.Path == "solver.method");
        Assert.Equal("rk4", spec.Base.Solver.Method);
        Assert.Equal("4", SpecText.Check(SpecText.Conditional, "solver.method=rk4").Trials);
    }

    [Fact]
    public void The_condition_of_the_file_is_kept()
    {
        var key = SpecText.Read(SpecText.Conditional, "solver.rtol=1e-4,1e-6,1e-8").Space.Single(each => each.Path == "solver.rtol");
        Assert.Equal(new SpaceCondition.Capability("solver.adaptive"), key.When);
        Assert.Equal(3, ((ParameterDomain.Values)key.Domain).Items.Length);
    }

    [Fact]
    public void A_key_gets_the_condition_under_which_it_has_a_meaning()
    {
        var spec = SpecText.Read(SpecText.Spiral, "solver.method=dopri5,rk4", "solver.rtol=1e-3,1e-5", "solver.step_size=0.1");
        Assert.Equal(new SpaceCondition.Capability("solver.adaptive"), spec.Space.Single(key => key.Path == "solver.rtol").When);
    }

    [Fact]
    public void Domains_and_seeds_can_be_given()
    {
        var spec = SpecText.Read(SpecText.Spiral, "training.optimizer.learning_rate={log_uniform: [1e-4, 1e-1]}", "search.kind=random", "search.trials=5", "replicates.seeds=0,1", "model.hidden=[8],[8, 8]");
        Assert.Equal(new ParameterDomain.LogUniform(1e-4, 1e-1), spec.Space[0].Domain);
        Assert.Equal([0UL, 1UL], spec.Seeds);
        Assert.Equal(2, ((ParameterDomain.Values)spec.Space[1].Domain).Items.Length);
        Assert.Equal([16, 16], SpecText.Read(SpecText.Spiral, "model.hidden=16,16").Base.Model.Hidden);
        Assert.Equal([3UL], SpecText.Read(SpecText.Spiral, "replicates.seeds=3").Seeds);
        Assert.Equal(2, ((ParameterDomain.Values)SpecText.Read(SpecText.Spiral, "space.solver.rtol=[1e-3, 1e-4]").Space[0].Domain).Items.Length);
    }

    [Theory]
    [InlineData("solver.rtol", "path=value"), InlineData("=5", "path=value"), InlineData("solver.rtoll=1", "solver.rtol"), InlineData("solver.rtol=", "missing"), InlineData("solver.rtol=1e-3,,1e-5", "missing")]
    [InlineData("solver.rtol=abc", "number"), InlineData("name=a,b", "cannot vary"), InlineData("solver.rtol=[1e-3", "not a value"), InlineData("name=\"open", "not a value"), InlineData("solver.rtol=1e-3,1e-3", "twice"), InlineData("budget.runs=-1", "≥ 1")]
    public void Mistakes_name_the_override(string text, string hint)
    {
        var error = SpecText.OnlyError(SpecText.Spiral, "model.augment=1", text);
        Assert.StartsWith("override 2", error.Where, StringComparison.Ordinal);
        Assert.Equal(0, error.Line);
        Assert.Contains(hint, $"{error.Rule} {error.Fix}", StringComparison.Ordinal);
    }
}
