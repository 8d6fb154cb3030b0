using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search;

public sealed class TrialSettingsTests
{
    [Fact]
    public void A_point_overrides_its_keys_and_no_other()
    {
        var spec = SpecText.Read(SpecText.Conditional + "solver: { atol: 1e-4, rtol: 1e-2 }\ntraining: { iterations: 7 }");
        var rk4 = TrialSettings.Apply(spec, ((Suggestion.Point)Samplers.Grid.Suggest(spec, SearchHistory.Empty, 11)).Assignment);
        Assert.Equal(spec.Base with { Solver = spec.Base.Solver with { Method = "rk4", StepSize = 0.05 }, Gradient = spec.Base.Gradient with { Method = "adjoint" } }, rk4);
        var dopri5 = TrialSettings.Apply(spec, ((Suggestion.Point)Samplers.Grid.Suggest(spec, SearchHistory.Empty, 0)).Assignment);
        Assert.Equal(1e-3, dopri5.Solver.RelativeTolerance);
        Assert.Null(dopri5.Solver.StepSize);
        Assert.Equal(7, dopri5.Training.Iterations);
    }

    [Fact]
    public void A_key_that_no_version_knows_is_refused()
        => Assert.Throws<ArgumentException>(() => TrialSettings.Apply(SpecText.Read(SpecText.Spiral), [new("solver.magic", new Orchestrator.Grains.Interfaces.Specs.ParameterValue.Whole(1))]));
}
