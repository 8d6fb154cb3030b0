using CsCheck;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Support;

namespace Orchestrator.Grains.Tests.Specs;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("solver.method == rk4", true), InlineData("solver.method != rk4", false), InlineData("solver.method in [dopri5, rk4]", true)]
    [InlineData("solver.method not in [dopri5, rk4]", false), InlineData("solver.adaptive", false), InlineData("not solver.adaptive", true)]
    [InlineData("solver.rtol == 0.001", true), InlineData("solver.rtol == 1e-3 and solver.adaptive", false), InlineData("solver.adaptive or model.time_input", true)]
    [InlineData("not (solver.adaptive or model.time_input)", false), InlineData("not not model.time_input", true), InlineData("model.hidden == [8, 8]", true)]
    [InlineData("solver.adaptive and solver.adaptive or model.time_input", true), InlineData("solver.adaptive and (solver.adaptive or model.time_input)", false)]
    [InlineData("gradient.solves_backwards", true), InlineData("solver.method == 'rk4'", true), InlineData("workload.kind == cubic-spiral", true)]
    public void Conditions_mean_what_they_say(string text, bool expected)
    {
        var values = new Dictionary<string, ParameterValue>
        {
            ["solver.method"] = new ParameterValue.Text("rk4"),
            ["solver.rtol"] = new ParameterValue.Number(1e-3),
            ["gradient.method"] = new ParameterValue.Text("adjoint"),
            ["model.time_input"] = new ParameterValue.Flag(true),
            ["model.hidden"] = new ParameterValue.List([new ParameterValue.Whole(8), new ParameterValue.Whole(8)]),
            ["workload.kind"] = new ParameterValue.Text("cubic-spiral"),
        };
        Assert.Equal(expected, ConditionRules.Holds(ConditionParser.Parse(text), path => values.GetValueOrDefault(path)));
    }

    [Theory]
    [InlineData("solver.adaptiv", 1, "solver.adaptive"), InlineData("solver.method = rk4", 15, "=="), InlineData("solver.method == rk5", 18, "rk4"), InlineData("(solver.adaptive", 17, "bracket")]
    [InlineData("solver.adaptive solver.adaptive", 17, "and"), InlineData("solver.method in rk4", 18, "bracket"), InlineData("solver.method not rk4", 19, "not in"), InlineData("and", 1, "key"), InlineData("solver.rtol", 12, "==")]
    [InlineData("name == x", 1, "key"), InlineData("solver.method == &", 18, "quote")]
    public void Mistakes_are_told_with_their_place(string text, int column, string hint)
    {
        var errors = new SpecErrors();
        Assert.Null(ConditionParser.Parse(new SpecNode.Scalar(new SpecPlace(4, 11), text, Plain: true), "space.solver.rtol", errors));
        var error = Assert.Single(errors.All);
        Assert.Equal(4, error.Line);
        Assert.Equal(10 + column, error.Column);
        Assert.Contains(hint, $"{error.Rule} {error.Fix}", StringComparison.Ordinal);
    }

    private static readonly Gen<SpaceCondition> _conditions = Gen.Recursive<SpaceCondition>((depth, inner) =>
    {
        var leaf = Gen.OneOf(
            Choices.Of("dopri5", "rk4").Select(name => (SpaceCondition)new SpaceCondition.EqualTo("solver.method", new ParameterValue.Text(name))),
            Gen.Const((SpaceCondition)new SpaceCondition.OneOf("solver.rtol", [new ParameterValue.Number(1e-3), new ParameterValue.Number(1e-5)])),
            Gen.Const((SpaceCondition)new SpaceCondition.Capability("solver.adaptive")));
        return depth >= 4
            ? leaf
            : Gen.OneOf(leaf, inner.Select(each => (SpaceCondition)new SpaceCondition.Not(each)),
                Gen.Select(inner, inner, (left, right) => (SpaceCondition)new SpaceCondition.Both(left, right)),
                Gen.Select(inner, inner, (left, right) => (SpaceCondition)new SpaceCondition.Either(left, right)));
    });

    [Fact]
    public void What_is_written_reads_back_as_the_same()
        => _conditions.Sample(condition => Assert.Equal(ConditionRules.Text(condition), ConditionRules.Text(ConditionParser.Parse(ConditionRules.Text(condition)))), iter: 500);

    [Fact]
    public void What_is_written_reads_back_with_the_same_meaning()
        => Gen.Select(_conditions, Choices.Of("dopri5", "rk4", "tsit5"), Choices.Of(1e-3, 1e-4)).Sample((condition, method, rtol) =>
        {
            ParameterValue ValueOf(string path) => path == "solver.method" ? new ParameterValue.Text(method) : new ParameterValue.Number(rtol);
            Assert.Equal(ConditionRules.Holds(condition, ValueOf), ConditionRules.Holds(ConditionParser.Parse(ConditionRules.Text(condition)), ValueOf));
        }, iter: 500);

    [Fact]
    public void Circles_are_refused()
    {
        var error = SpecText.OnlyError(SpecText.Spiral + """
            space:
              model.augment: { values: [0, 1], when: model.input_power == 1 }
              model.input_power: { values: [1, 3], when: model.augment == 0 }
            """);
        Assert.Contains("circle", error.Rule, StringComparison.Ordinal);
        Assert.Equal(3, error.Line);
        Assert.Contains("circle", SpecText.OnlyError(SpecText.Spiral + "space: { model.augment: { values: [0, 1], when: model.augment == 1 } }").Rule, StringComparison.Ordinal);
    }
}
