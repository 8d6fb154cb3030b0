using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Running;
using Orchestrator.TestSupport;
using TorchSharp;

namespace Orchestrator.Grains.Tests.Running;

public sealed class RunExecutorTests
{
    private static readonly RunPlan Plan = Sample.Plan(new RunId("s", 0, 0));

    [Fact]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_numbers_as_one_in_one_piece()
    {
        var whole = new Recorder();
        Assert.IsType<Outcome.Completed>(Execute(Plan, null, whole));
        Assert.Equal(Enumerable.Range(1, 20), whole.Observations.Select(o => o.Iteration));

        var first = new Recorder { StopAt = 7 };
        Assert.IsType<Outcome.Interrupted>(Execute(Plan, null, first));
        var second = new Recorder();
        Assert.IsType<Outcome.Completed>(Execute(Plan, first.Checkpoint, second));
        Assert.Equal(whole.Observations.Select(Numbers), first.Observations.Concat(second.Observations).Select(Numbers));
    }

    [Fact]
    public void A_run_is_observed_exactly_where_it_is_to_be_judged_and_its_numbers_stay_the_same()
    {
        var every20 = Plan with { Settings = Plan.Settings with { Training = Plan.Settings.Training with { ReportEvery = 20 } } };
        var whole = new Recorder();
        Execute(Plan, null, whole);
        var watched = new Recorder { WantsToSee = (iteration, _) => iteration is 7 };
        Execute(every20, null, watched);
        Assert.Equal(whole.Observations.Where(o => o.Iteration is 7 or 20).Select(Numbers), watched.Observations.Select(Numbers));

        var level = whole.Observations[10].NfeTotal - 1;
        var counted = new Recorder();
        counted = new Recorder { WantsToSee = (_, evaluations) => evaluations >= level && counted.Observations.Count == 0 };
        Execute(every20, null, counted);
        Assert.Equal(11, counted.Observations[0].Iteration);
    }

    [Fact]
    public void A_cancelled_run_says_so_and_leaves_no_checkpoint()
    {
        var recorder = new Recorder { StopAt = 3, Reason = StopReason.Cancelled };
        Assert.IsType<Outcome.Cancelled>(Execute(Plan, null, recorder));
        Assert.Null(recorder.Checkpoint);
    }

    [Fact]
    public void A_solve_that_uses_up_its_steps_is_a_failure_with_its_cause_and_where_it_stood()
    {
        var tight = Plan with { Settings = Plan.Settings with { Solver = Plan.Settings.Solver with { MaxSteps = 1 } } };
        var failed = Assert.IsType<Outcome.Failed>(Execute(tight, null, new Recorder()));
        Assert.Equal(FailureCause.MaxSteps, failed.Cause);
        Assert.Contains("t = ", failed.Message);
        Assert.Contains("dt = ", failed.Message);
    }

    [Fact]
    public void A_data_file_that_is_gone_is_an_error_of_the_workload_that_names_it()
    {
        var series = new WorkloadChoice.Series("/nowhere/pelts.csv", "year", ["hare"], "none", 0.7, 0.3);
        var failed = Assert.IsType<Outcome.Failed>(Execute(Plan with { Settings = Plan.Settings with { Workload = series } }, null, new Recorder()));
        Assert.Equal(FailureCause.WorkloadError, failed.Cause);
        Assert.Contains("pelts.csv", failed.Message);
    }

    [Fact]
    public void Only_a_run_that_has_the_process_to_itself_measures_it()
    {
        var shared = new Recorder();
        Execute(Plan, null, shared);
        Assert.All(shared.Observations, o => Assert.Null(o.ProcessPeakBytes));
        if (!OperatingSystem.IsLinux()) return;
        var alone = new Recorder();
        Execute(Plan, null, alone, exclusive: true);
        Assert.All(alone.Observations, o => Assert.InRange(o.ProcessPeakBytes ?? 0, 10 << 20, 1L << 40));
        var isolated = new Recorder();
        Execute(Plan with { Resources = Plan.Resources with { Isolation = Isolation.Process } }, null, isolated);
        Assert.All(isolated.Observations, o => Assert.InRange(o.ProcessPeakBytes ?? 0, 10 << 20, 1L << 40));
    }

    [Fact]
    public void A_run_computes_on_the_threads_of_its_lease_whatever_others_do_meanwhile()
    {
        var (own, neighbours) = (new List<int>(), new List<int>());
        var neighbour = new Recorder { Seen = _ => neighbours.Add(torch.get_num_threads()) };
        var watched = new Recorder
        {
            Seen = iteration =>
            {
                own.Add(torch.get_num_threads());
                if (iteration == 7) OnThread(() => ExecuteOn(0, neighbour));
            },
        };
        OnThread(() => ExecuteOn(3, watched));
        Assert.Equal(Enumerable.Repeat(3, 20), own);
        Assert.Equal(Enumerable.Repeat(1, 20), neighbours);
    }

    [Fact]
    public void A_network_of_the_managed_kernels_learns_the_same_bits_on_any_number_of_threads()
    {
        var (one, three) = (new Recorder(), new Recorder());
        OnThread(() => ExecuteOn(1, one));
        OnThread(() => ExecuteOn(3, three));
        Assert.Equal(one.Observations.Select(Numbers), three.Observations.Select(Numbers));
    }

    [Fact]
    public void An_affine_field_of_the_cubed_state_learns_the_cubic_spiral_which_is_one()
    {
        var training = Plan.Settings.Training with { Iterations = 400, Optimizer = Plan.Settings.Training.Optimizer with { LearningRate = 0.05 } };
        var affine = Plan with { Settings = Plan.Settings with { Model = Plan.Settings.Model with { Hidden = [] }, Training = training } };
        var recorder = new Recorder();
        Assert.IsType<Outcome.Completed>(Execute(affine, null, recorder));
        Assert.InRange(recorder.Observations[^1].TrainingLoss / recorder.Observations[0].TrainingLoss, 0, 0.05);
    }

    [Fact]
    public void A_run_that_is_looked_at_makes_its_fit_at_reports_and_learns_the_same()
    {
        var (alone, watched) = (new Recorder(), new Recorder { IsLookedAt = true });
        Execute(Plan, null, alone);
        var end = Assert.IsType<Outcome.Completed>(Execute(Plan, null, watched));
        Assert.Empty(alone.Fits);
        Assert.Equal(alone.Observations.Select(Numbers), watched.Observations.Select(Numbers));
        // The last one is the row's.
        Assert.Equal(watched.Observations.Select(o => o.Iteration).SkipLast(1), watched.Fits.Select(fit => fit.Iteration));
        var (first, last) = (StoredFit.Of(watched.Fits[0].Curves)!, StoredFit.Of(end.Fit)!);
        Assert.Equal(last.Curves[0].Times, first.Curves[0].Times);
        Assert.NotEqual(last.Curves[0].Values, first.Curves[0].Values);
    }

    [Fact]
    public void A_run_trains_on_the_device_of_its_lease()
    {
        var (here, elsewhere) = (new Recorder(), new Recorder());
        Execute(Plan, null, here);
        Assert.IsType<Outcome.Completed>(Execute(Plan, null, elsewhere, device: "tensors"));
        // Float32 on two kinds of arithmetic: close, and not the same bits, which would say that the device was not looked at.
        Assert.All(here.Observations.Zip(elsewhere.Observations), pair => Assert.Equal(pair.First.TrainingLoss, pair.Second.TrainingLoss, 1e-4 * pair.First.TrainingLoss));
        Assert.NotEqual(here.Observations.Select(o => o.TrainingLoss), elsewhere.Observations.Select(o => o.TrainingLoss));
    }

    [Fact]
    public void A_device_that_is_not_there_any_more_is_lost_and_not_the_fault_of_the_run()
    {
        var failed = Assert.IsType<Outcome.Failed>(Execute(Plan, null, new Recorder(), device: "cuda:99"));
        Assert.Equal(FailureCause.DeviceLost, failed.Cause);
        Assert.Contains("cuda:99", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported", FailureCause.DeviceLost)]
    [InlineData("CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(...)`", FailureCause.DeviceLost)]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.10 GiB", FailureCause.OutOfMemory)]
    [InlineData("CUDA error: out of memory", FailureCause.OutOfMemory)]
    [InlineData("The size of tensor a (3) must match the size of tensor b (4)", null)]
    public void What_libtorch_says_of_a_gpu_has_its_cause(string message, FailureCause? cause)
        => Assert.Equal(cause, EngineFailures.Of(new NativeException(message), null)?.Cause);

    private static void ExecuteOn(int threads, Recorder recorder)
        => new RunExecutor(new PlanToEngine(), new WorkerOptions()).Execute(new AttemptWork(Plan, new Lease(Plan.Id, 1, 1, "w", "cpu", false) { Threads = threads }, null), recorder);

    private static void OnThread(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        thread.Join();
    }

    private static Outcome Execute(RunPlan plan, SavedCheckpoint? resumeFrom, Recorder recorder, bool exclusive = false, string device = "cpu")
        => new RunExecutor(new PlanToEngine(), new WorkerOptions()).Execute(new AttemptWork(plan, new Lease(plan.Id, 1, 1, "w", device, exclusive), resumeFrom), recorder);

    private static (int, double, double?, long, long) Numbers(Observation o) => (o.Iteration, o.TrainingLoss, o.ValidationLoss, o.NfeForward, o.NfeBackward);

    /// <summary>As TorchSharp throws what libtorch throws.</summary>
    private sealed class NativeException(string message) : System.Runtime.InteropServices.ExternalException(message);

    private sealed class Recorder : IAttemptFeed
    {
        public List<Observation> Observations { get; } = [];
        public SavedCheckpoint? Checkpoint { get; private set; }
        public int? StopAt { get; init; }
        public StopReason Reason { get; init; } = StopReason.Interrupted;
        public StopReason? Stop => Observations.Count > 0 && Observations[^1].Iteration == StopAt ? Reason : null;
        public bool CheckpointDue => false;

        /// <summary>Iterations and evaluations at which the run is to be judged.</summary>
        public Func<int, long, bool> WantsToSee { get; init; } = (_, _) => false;
        public bool WantsReport(int iteration, long evaluations, TimeSpan elapsed) => WantsToSee(iteration, evaluations);

        public bool IsLookedAt { get; init; }
        public List<LiveFit> Fits { get; } = [];
        public bool FitDue() => IsLookedAt;
        public void Fitted(LiveFit? fit) => Fits.Add(fit!);

        /// <summary>Called on the training thread with the iteration of each observation.</summary>
        public Action<int> Seen { get; init; } = _ => { };

        public void Observed(Observation observation)
        {
            Observations.Add(observation);
            Seen(observation.Iteration);
        }

        public void Checkpointed(SavedCheckpoint checkpoint) => Checkpoint = checkpoint;
        public double? NextRung => null;
        public void Alive(TimeSpan ago) { }
    }
}
