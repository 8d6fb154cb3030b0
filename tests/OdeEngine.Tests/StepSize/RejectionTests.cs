using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;
using Orchestrator.TestKit;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.StepSize;

/// <summary>Rows of rejected steps are found where they happen, and looking for them changes no solve.</summary>
public sealed class RejectionTests
{
    private static readonly SolveSettings FarTooLong = new() { Solver = Solving.Named("dopri5"), FirstStep = 1, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-8 };

    // A slow cosine that every deviation falls back to a hundred thousand times faster (Prothero and Robinson).
    private static readonly AnyFunction Stiff = new(1, (t, y) => [-1e5 * (y[0] - Math.Cos(t))]);

    [Fact]
    public void Five_rejections_are_a_burst_four_are_not()
    {
        var watch = new RejectionWatch();
        watch.Clear();
        watch.Begin(1);
        Reject(watch, 0, 1, 4);
        watch.Tried(0, 1, 0.5, accepted: true);
        Assert.Equal(0, watch.Count);
        Reject(watch, 0, 1.5, 5);
        watch.Tried(0, 1.5, 0.25, accepted: true);
        watch.Tried(0, 1.75, 0.25, accepted: true);
        watch.End();
        var burst = Assert.Single(watch.Kept);
        Assert.Equal((1.5, 1.0, 0.25, 5), (burst.Time, burst.Before, burst.After, burst.Count));
    }

    [Fact]
    public void Lanes_have_rows_of_their_own_and_one_that_gives_up_ends_with_its_last_try()
    {
        var watch = new RejectionWatch();
        watch.Clear();
        watch.Begin(2);
        for (var i = 0; i < 6; i++)
        {
            watch.Tried(0, 0, 1, accepted: true);
            watch.Tried(1, 3, Math.Pow(0.5, i), accepted: false);
        }
        watch.End();
        var burst = Assert.Single(watch.Kept);
        Assert.Equal((3.0, 1.0, Math.Pow(0.5, 5), 6), (burst.Time, burst.Before, burst.After, burst.Count));
    }

    [Fact]
    public void Bursts_beyond_those_that_are_kept_are_counted()
    {
        var watch = new RejectionWatch();
        watch.Clear();
        watch.Begin(1);
        for (var i = 0; i < 100; i++)
        {
            Reject(watch, 0, i, 5);
            watch.Tried(0, i, 1, accepted: true);
        }
        Assert.Equal((100, RejectionWatch.MostKept), (watch.Count, watch.Kept.Length));
        watch.Clear();
        Assert.Equal((0, 0), (watch.Count, watch.Kept.Length));
    }

    [Theory, InlineData(1), InlineData(-1)]
    public void A_first_step_that_is_far_too_long_is_a_burst_in_either_direction(int direction)
    {
        var stats = Solve(direction > 0 ? Stiff : new AnyFunction(1, (t, y) => [1e5 * (y[0] - Math.Cos(t))]), FarTooLong, direction * 1e-2, new RejectionWatch());
        Assert.True(stats.RejectionBursts >= 1);
        var burst = stats.LongRejections[0];
        // The first step is cut at the end of the solve.
        Assert.Equal((0.0, direction * 1e-2), (burst.Time, burst.Before));
        Assert.InRange(burst.Count, 5, stats.RejectedSteps);
        Assert.InRange(burst.After * direction, stats.SmallestStep, 1e-2 / 10);
        Assert.InRange(burst.At, TimeSpan.Zero, stats.Elapsed);
    }

    [Fact]
    public void Looking_for_them_changes_nothing()
    {
        var (plain, watched) = (Solve(Stiff, FarTooLong, 0.01, null), Solve(Stiff, FarTooLong, 0.01, new RejectionWatch()));
        Assert.Equal((0, 0), (plain.RejectionBursts, plain.LongRejections.Length));
        Assert.Equal((plain.Evaluations, plain.AcceptedSteps, plain.RejectedSteps, plain.SmallestStep), (watched.Evaluations, watched.AcceptedSteps, watched.RejectedSteps, watched.SmallestStep));
    }

    [Fact]
    public void The_adjoints_own_solve_is_watched_too()
    {
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
        var settings = FarTooLong with { RelativeTolerance = 1e-3, AbsoluteTolerance = 1e-3, Controller = ControllerSettings.Integral with { MinFactor = 0.5 } };
        var gradient = new GradientSettings { Method = GradientMethods.Find("adjoint")!, RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-15 };
        using var solve = Ode.Prepare(new CountedField(field), 1, settings, gradient, StateArithmetic.For);
        solve.Watch(new RejectionWatch());
        using var start = Solving.Block([1, 1], 1);
        using var bar = Solving.Block([0, 0, 1, 1], 2);
        using var parameterBar = field.Parameters.NewGradient();
        Assert.Equal(0, solve.Forward(start, [0, 3]).Stats.RejectionBursts);
        var backward = solve.Backward(bar, null, parameterBar, []).Stats;
        Assert.Equal((3.0, -1.0), (backward.LongRejections[0].Time, backward.LongRejections[0].Before));
        solve.Watch(null);
        solve.Forward(start, [0, 3]);
        Assert.Equal(0, solve.Backward(bar, null, parameterBar, []).Stats.RejectionBursts);
    }

    private static SolveStats Solve(SampleFunction function, SolveSettings settings, double end, RejectionWatch? watch)
    {
        using var field = new FunctionField(function);
        using var solve = Ode.Prepare(new CountedField(field), 1, settings, null, StateArithmetic.For);
        solve.Watch(watch);
        using var start = Solving.Block([2], 1);
        var report = solve.Forward(start, [0, end]);
        Assert.Equal(SolveStatus.Ok, report.Status);
        return report.Stats;
    }

    private static void Reject(RejectionWatch watch, int lane, double time, int times)
    {
        for (var i = 0; i < times; i++)
            watch.Tried(lane, time, Math.Pow(0.5, i), accepted: false);
    }
}
