using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Workloads;
using Orchestrator.TestKit;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Training;

/// <summary>What a completed run leaves for its figures.</summary>
public sealed class FitTests
{
    [Fact]
    public void Every_step_that_a_solve_tries_is_kept_with_its_fate()
    {
        var settings = new SolveSettings { Solver = Solving.Named("dopri5"), RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9, FirstStep = 5 };
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
        using var solve = (PreparedSolve)Ode.Prepare(new CountedField(field), 1, settings, null);
        using var y0 = Solving.Block([1, 1], 1);
        var steps = solve.KeepSteps(1000);
        solve.Forward(y0, [0, 10]);
        var stats = solve.Forward(y0, [0, 10]).Stats;
        var trace = steps.Trace;
        Assert.Equal((stats.AcceptedSteps, stats.RejectedSteps), (trace.Accepted.LongCount(accepted => accepted), trace.Accepted.LongCount(accepted => !accepted)));
        Assert.True(stats.RejectedSteps > 0);
        Assert.Equal((0f, 5f, false), (trace.Starts[0], trace.Lengths[0], trace.Accepted[0]));
        for (var i = 1; i < trace.Starts.Length; i++)
        {
            Assert.Equal(trace.Accepted[i - 1] ? trace.Starts[i - 1] + trace.Lengths[i - 1] : trace.Starts[i - 1], trace.Starts[i], 1e-5);
            if (!trace.Accepted[i - 1]) Assert.True(trace.Lengths[i] < trace.Lengths[i - 1]);
        }
        Assert.Equal(10, trace.Starts[^1] + trace.Lengths[^1], 1e-5);
    }

    [Fact]
    public void Steps_beyond_the_bound_are_counted_only()
    {
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
        using var solve = (PreparedSolve)Ode.Prepare(new CountedField(field), 1, new SolveSettings { Solver = Solving.Named("rk4"), StepSize = 0.1 }, null);
        using var y0 = Solving.Block([1, 1], 1);
        var steps = solve.KeepSteps(7);
        solve.Forward(y0, [0, 10]);
        Assert.Equal((7, 100), (steps.Trace.Starts.Length, steps.Trace.Tried));
    }

    [Fact]
    public void A_fit_of_two_features_holds_the_learned_field_around_data_and_trajectory()
    {
        var fit = Fit(augment: 0);
        var portrait = fit.Portrait!;
        Assert.Equal(("log hare", "log lynx", null), (portrait.XName, portrait.YName, portrait.Time));
        Assert.Equal(21, portrait.ObservedX.Length);
        Assert.Equal(Math.Log(30), portrait.ObservedX[0], 1e-6);
        Assert.True(portrait.GridX[0] < portrait.ObservedX.Min() && portrait.GridX[^1] > portrait.ObservedX.Max());
        Assert.Equal(portrait.ObservedX[0], portrait.CurveX[0], 1e-5);
        Assert.Equal(20, fit.Steps!.Starts[^1] + fit.Steps.Lengths[^1], 1e-4);
    }

    [Fact]
    public void Slopes_of_the_portrait_stand_at_their_places()
    {
        using var field = VectorFields.Create(new ModelSettings.Mlp([8], ActivationKind.Tanh, 1, false), 2, ScalarType.Float32, null, 5);
        var portrait = PhasePortrait.Of(new PhasePlane("x", "y", [0, 3], [10, 11]), field, 0, [0, 10, 1, 10.5, 2, 12]);
        using var at = StateBlock.Zeros(1, 2, ScalarType.Float32);
        using var slope = StateBlock.Zeros(1, 2, ScalarType.Float32);
        (at.Floats[0], at.Floats[1]) = (portrait.GridX[3], portrait.GridY[5]);
        field.Evaluate(0.0, at, slope);
        var place = (5 * portrait.GridX.Length) + 3;
        Assert.Equal((slope.Floats[0], slope.Floats[1]), (portrait.SlopeX[place], portrait.SlopeY[place]));
    }

    [Fact]
    public void A_state_of_three_features_has_no_portrait() => Assert.Null(Fit(augment: 1).Portrait);

    private static FitCurves Fit(int augment)
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay);
        plan = plan with { Model = (ModelSettings.Mlp)plan.Model with { Augment = augment } };
        return Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, null, new Recorder())).Fit!;
    }
}
