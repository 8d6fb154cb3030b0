using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Workloads;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class GradientAuditTests
{
    private static readonly Lazy<TrainingCheckpoint> _learned = new(Learn);

    public static TheoryData<string, bool> Trainings()
    {
        var data = new TheoryData<string, bool>();
        foreach (var gradient in GradientMethods.All)
        {
            data.Add(gradient.Name, true);
            data.Add(gradient.Name, false);
        }
        return data;
    }

    [Theory, MemberData(nameof(Trainings))]
    public void A_training_that_is_audited_gives_the_same_bits_and_counts(string gradient, bool spiral)
    {
        var plan = TrainingPlans.Plan(spiral ? TrainingPlans.Spiral : TrainingPlans.HudsonBay, gradient);
        var plain = new Recorder { Wants = iteration => iteration == 100 };
        TrainingSession.Run(plan, null, plain);
        var audited = new Recorder { Wants = iteration => iteration == 100 };
        TrainingSession.Run(plan with { AuditEvery = 1 }, null, audited);

        Assert.All(audited.Observations, o => Assert.InRange(o.GradientError!.Value, 0, double.MaxValue));
        Assert.Equal(plain.WithoutTimes, audited.WithoutTimes.Select(o => o with { GradientError = null }));
        Assert.Equal(TrainingSessionTests.Numbers(plain.Checkpoints[0]), TrainingSessionTests.Numbers(audited.Checkpoints[0]));
    }

    [Theory]
    [InlineData(null), InlineData(1000), InlineData(100, 100), InlineData(25, 30, 50, 80, 100), InlineData(40, 40, 80), InlineData(3, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)]
    public void Audits_are_made_at_the_first_report_at_or_after_their_turn_also_in_a_resumed_run(int? every, params int[] expected)
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay) with { AuditEvery = every };
        var (first, second) = (new Recorder { StopAfter = 37, WantsToSee = _ => true }, new Recorder());
        var stopped = Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(plan, null, first));
        TrainingSession.Run(plan, stopped.At, second);
        Assert.Equal(expected, first.Observations.Concat(second.Observations).Where(o => o.GradientError is not null).Select(o => o.Iteration));
    }

    // The gradient of a fourth-order method converges to that of the equation with the fourth power of the step: the reference must lie where it converges to.
    [Fact]
    public void Half_the_step_of_a_fourth_order_method_has_a_sixteenth_of_the_error()
    {
        var errors = new[] { 0.25, 0.125, 0.0625 }.Select(step => Error(Double(new SolveSettings { Solver = OdeSolvers.Find("rk4")!, StepSize = step }))).ToArray();
        Assert.InRange(errors[0] / errors[1], 12, 22);
        Assert.InRange(errors[1] / errors[2], 12, 22);
        Assert.InRange(errors[2], 1e-12, 1e-4);
    }

    [Fact]
    public void Solvers_gradient_methods_and_precision_all_show()
    {
        var tight = new SolveSettings { Solver = OdeSolvers.Find("dopri5")!, RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 };
        var loose = tight with { RelativeTolerance = 1e-3, AbsoluteTolerance = 1e-5 };
        var best = Error(Double(tight));
        Assert.InRange(best, 0, 1e-7);
        Assert.True(Error(Double(loose)) > 100 * best);
        var adjoint = new GradientSettings { Method = GradientMethods.Find("adjoint")!, RelativeTolerance = 1e-3, AbsoluteTolerance = 1e-5 };
        Assert.True(Error(Double(tight) with { Gradient = adjoint }) > 100 * best);
        var (single, twice) = (Error(Double(tight) with { ElementType = ScalarType.Float32 }, null), Error(Double(tight), null));
        Assert.InRange(single, 1e-8, 1e-4);
        Assert.True(single > 10 * twice, $"{single} {twice}");
    }

    [Fact]
    public void Tighter_tolerances_than_the_references_own_would_change_nothing_that_counts()
    {
        var own = GradientAudit.Solve;
        var plan = Double(own with { RelativeTolerance = own.RelativeTolerance / 10, AbsoluteTolerance = own.AbsoluteTolerance / 10 });
        Assert.InRange(Error(plan), 0, 1e-9);
        Assert.InRange(Error(plan with { Workload = TrainingPlans.Spiral }, null), 0, 1e-9);
    }

    [Fact]
    public void A_reference_that_cannot_be_solved_is_no_number_and_says_why()
    {
        using var noGrad = torch.no_grad();
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay);
        using var workload = WorkloadFactory.Create(plan);
        using var field = VectorFields.Create(plan.Model, workload.Features, ScalarType.Float32, null, 1);
        field.Parameters.Block.Floats[0] = float.NaN;
        using var gradient = field.Parameters.NewGradient();
        using var audit = new GradientAudit(plan.Model, workload.Features, workload.Batch);
        var error = audit.Of(workload.Training(0), field.Parameters.Block, gradient);
        Assert.Equal((double.NaN, SolveStatus.NonFinite), (error.Relative, error.Status));
    }

    [Fact]
    public void The_error_is_relative_to_the_reference_and_over_all_parameters()
    {
        Assert.Equal(0.4, Told([3, 6], [3, 4]).Relative, 1e-15);
        Assert.Equal((2.0, -1.0), Told([-3, -4], [3, 4]));
        Assert.Equal((1.0, double.NaN), Told([0, 0], [3, 4]));
        Assert.Equal((0.0, double.NaN), Told([0, 0], [0, 0]));
        Assert.Equal((double.PositiveInfinity, double.NaN), Told([1, 0], [0, 0]));
        Assert.Equal((double.NaN, double.NaN), Told([double.NaN, 0], [1, 0]));

        static (double Relative, double Cosine) Told(double[] gradient, double[] reference)
            => GradientError.Of(gradient, reference, default) is var error ? (error.Relative, error.Cosine) : default;
    }

    [Fact]
    public void No_tensor_outlives_an_audited_session()
    {
        var alive = -1L;
        var thread = new Thread(() =>
        {
            var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay) with { AuditEvery = 10 };
            TrainingSession.Run(plan, null, new Recorder());
            DisposeScopeManager.Statistics.Reset();
            TrainingSession.Run(plan, null, new Recorder());
            alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, alive);
    }

    [Fact]
    public void An_interval_below_one_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.Spiral) with { AuditEvery = 0 }, null, new Recorder()));

    /// <summary>In float64 and on the whole series from the start.</summary>
    private static TrainingPlan Double(SolveSettings solve)
        => TrainingPlans.Plan(TrainingPlans.HudsonBay with { Horizon = null }) with { Solve = solve, ElementType = ScalarType.Float64 };

    /// <summary>Of a field that has learned to turn, which is much harder to solve than one at its start.</summary>
    private static double Error(TrainingPlan plan) => Error(plan, _learned.Value);

    private static double Error(TrainingPlan plan, TrainingCheckpoint? from)
    {
        var recorder = new Recorder();
        TrainingSession.Run(plan with { Iterations = (from?.Iteration ?? 0) + 1, ReportEvery = 1, AuditEvery = 1 }, from, recorder);
        return recorder.Observations.Single().GradientError!.Value;
    }

    private static TrainingCheckpoint Learn()
    {
        var recorder = new Recorder { Wants = iteration => iteration == 300 };
        TrainingSession.Run(Double(new SolveSettings { Solver = OdeSolvers.Find("dopri5")!, RelativeTolerance = 1e-5, AbsoluteTolerance = 1e-7 }) with { Iterations = 300 }, null, recorder);
        return recorder.Checkpoints[0].CountedOnFrom(recorder.Checkpoints[0]);
    }
}
