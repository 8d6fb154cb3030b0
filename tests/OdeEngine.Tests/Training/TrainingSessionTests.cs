using System.Security.Cryptography;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using TorchSharp;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class TrainingSessionTests
{
    public static TheoryData<int, bool, string> Resumable()
    {
        var data = new TheoryData<int, bool, string>();
        foreach (var gradient in GradientMethods.All)
            for (var optimizer = 0; optimizer < TrainingPlans.Optimizers.Length; optimizer++)
            {
                data.Add(optimizer, true, gradient.Name);
                data.Add(optimizer, false, gradient.Name);
            }
        return data;
    }

    [Theory, MemberData(nameof(Resumable))]
    public void A_hundred_iterations_are_thirty_seven_and_sixty_three_bit_for_bit(int optimizer, bool spiral, string gradient)
    {
        var plan = TrainingPlans.Plan(spiral ? TrainingPlans.Spiral : TrainingPlans.HudsonBay, gradient) with { Optimizer = TrainingPlans.Optimizers[optimizer] };
        var whole = new Recorder { Wants = iteration => iteration == 100 };
        Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, null, whole));

        var first = new Recorder { StopAfter = 37 };
        var stopped = Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(plan, null, first));
        Assert.Equal(37, stopped.At!.Iteration);
        Assert.Same(stopped.At, Assert.Single(first.Checkpoints));
        var second = new Recorder { Wants = iteration => iteration == 100 };
        var end = Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, stopped.At, second));

        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], whole.Observations.Select(o => o.Iteration));
        Assert.Equal(whole.WithoutTimes, first.WithoutTimes.Concat(second.WithoutTimes));
        Assert.Equal(Numbers(whole.Checkpoints[^1]), Numbers(second.Checkpoints[^1]));
        Assert.True(end.Last.TrainingLoss < whole.Observations[0].TrainingLoss || spiral);
    }

    [Fact]
    public void Training_learns_the_hudson_bay_series_and_the_fit_is_in_thousands_of_pelts()
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay) with
        {
            Model = new ModelSettings.Mlp([32, 32], ActivationKind.Tanh, 1, false),
            Iterations = 1500,
            ReportEvery = 500,
            Optimizer = new OptimizerSettings.Adam(3e-3, 0.9, 0.999, 1e-8),
        };
        var recorder = new Recorder();
        var end = Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, null, recorder));
        Assert.True(end.Last.TrainingLoss < 0.1, $"{end.Last.TrainingLoss}");
        Assert.NotNull(end.Last.ValidationLoss);
        var hare = end.Fit!.Curves[0];
        Assert.Equal(("year", 1916.0, 21), (end.Fit.TimeName, end.Fit.TrainingEndTime, hare.DataTimes.Length));
        Assert.True(hare.Times.Length >= 200);
        Assert.Equal((1900.0, 1920.0), (hare.Times[0], hare.Times[^1]));
        Assert.Equal(30.0, hare.Values[0], 1e-4);
        foreach (var (from, to) in new[] { (1902.0, 1905.5), (1911.0, 1914.5) })
            Assert.True(Enumerable.Range(0, hare.Times.Length).Where(k => hare.Times[k] > from && hare.Times[k] < to).Max(k => hare.Values[k]) > 50);
    }

    [Fact]
    public void Evaluations_steps_times_and_memory_add_up()
    {
        var recorder = new Recorder();
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.Spiral), null, recorder);
        var (first, last) = (recorder.Observations[0], recorder.Observations[^1]);
        Assert.True(first.Evaluations.Forward > 0 && last.Evaluations.Forward > first.Evaluations.Forward);
        Assert.True(last.Evaluations.VectorJacobianProducts >= last.AcceptedSteps);
        Assert.True(last.SmallestStep > 0 && last.LargestStep >= last.SmallestStep);
        Assert.Equal(5, last.Times.WarmUpIterations);
        Assert.True(last.Times.WarmUp > TimeSpan.Zero && last.Times.Forward > TimeSpan.Zero && last.Times.Backward > TimeSpan.Zero);
        Assert.True(last.EnginePeakBytes > 0);
    }

    [Fact]
    public void Stiffness_is_measured_at_the_reports_of_the_plan()
    {
        var recorder = new Recorder { WantsToSee = iteration => iteration == 15 };
        TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.HudsonBay), null, recorder);
        Assert.Null(recorder.Observations.Single(o => o.Iteration == 15).Stiffness);
        Assert.All(recorder.Observations.Where(o => o.Iteration != 15), o => Assert.InRange(o.Stiffness!.Value, 1e-4, 3));
    }

    [Fact]
    public void No_tensor_outlives_a_session()
    {
        var alive = -1L;
        var thread = new Thread(() =>
        {
            var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay);
            TrainingSession.Run(plan, null, new Recorder());
            DisposeScopeManager.Statistics.Reset();
            TrainingSession.Run(plan, null, new Recorder { Wants = _ => true });
            TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.Spiral), null, new Recorder());
            alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, alive);
    }

    [Fact]
    public void Stopping_before_the_first_iteration_leaves_no_checkpoint()
        => Assert.Null(Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(TrainingPlans.Plan(TrainingPlans.Spiral), null, new Recorder { StopAfter = 0 })).At);

    [Fact]
    public void A_finished_run_resumed_reports_its_last_observation_again()
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay);
        var recorder = new Recorder { Wants = iteration => iteration == 100 };
        TrainingSession.Run(plan, null, recorder);
        var again = new Recorder();
        var end = Assert.IsType<TrainingEnd.Completed>(TrainingSession.Run(plan, recorder.Checkpoints[0], again));
        // No solve precedes it, so that nothing was measured.
        Assert.Equal(recorder.WithoutTimes.Last() with { Stiffness = null }, again.WithoutTimes.Single());
        Assert.NotNull(end.Fit);
    }

    [Fact]
    public void The_time_limit_counts_all_attempts()
    {
        var plan = TrainingPlans.Plan(TrainingPlans.Spiral) with { TimeLimit = TimeSpan.FromTicks(1) };
        var end = Assert.IsType<TrainingEnd.TimedOut>(TrainingSession.Run(plan, null, new Recorder()));
        Assert.Equal(1, end.Iteration);
        var checkpoint = Assert.IsType<TrainingEnd.Stopped>(TrainingSession.Run(plan with { TimeLimit = null }, null, new Recorder { StopAfter = 20 })).At;
        Assert.Equal(20, Assert.IsType<TrainingEnd.TimedOut>(TrainingSession.Run(plan, checkpoint, new Recorder())).Iteration);
    }

    [Fact]
    public void A_solve_that_fails_ends_the_run_with_its_cause()
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay);
        var end = TrainingSession.Run(plan with { Solve = plan.Solve with { MaxSteps = 1 } }, null, new Recorder());
        var failed = Assert.IsType<TrainingEnd.SolveFailed>(end);
        Assert.Equal((1, "forward", SolveStatus.MaxStepsReached), (failed.Iteration, failed.Pass, failed.Failure.Status));
    }

    [Fact]
    public void A_run_that_blows_up_says_so()
    {
        var plan = TrainingPlans.Plan(TrainingPlans.HudsonBay) with
        {
            Optimizer = new OptimizerSettings.Sgd(1e30, 0),
            Solve = new SolveSettings { Solver = OdeSolvers.Find("rk4")!, StepSize = 0.5 },
        };
        var end = TrainingSession.Run(plan, null, new Recorder());
        Assert.True(end is TrainingEnd.LossNotFinite { Iteration: > 1, LastFiniteLoss: not null } or TrainingEnd.SolveFailed { Failure.Status: SolveStatus.NonFinite }, end.ToString());
    }

    /// <summary>A checkpoint's content without the wall times in it and the hash over them.</summary>
    internal static byte[] Numbers(TrainingCheckpoint checkpoint)
    {
        const int TimesStart = 8 + 4 + 32 + 4 + 8 + (7 * 8) + (2 * 8);
        const int TimesLength = (6 * 8) + 4;
        var content = checkpoint.Content.ToArray();
        content.AsSpan(TimesStart, TimesLength).Clear();
        return content[..^SHA256.HashSizeInBytes];
    }
}
