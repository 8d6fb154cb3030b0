using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Running;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Running;

/// <summary>Rules for single runs, held by the executor over real training.</summary>
public sealed class RunRulesTests
{
    private const int ReportEvery = 4;
    private const int Iterations = 20;

    private static readonly RunPlan Plan = WithTraining(Sample.Plan(new RunId("s", 0, 0)));

    [Fact]
    public void A_run_ends_on_the_iteration_that_breaks_its_rule_and_writes_no_checkpoint_there()
    {
        var feed = new Feed();
        var pruned = Assert.IsType<Outcome.Pruned>(Execute(Never(after: 6), feed));
        Assert.Equal([4, 8], feed.Iterations);
        Assert.StartsWith("training.loss was ", pruned.Why, StringComparison.Ordinal);
        Assert.Contains("at iteration 8, worse than pruning.worse_than = -1", pruned.Why, StringComparison.Ordinal);
        Assert.Equal(4, feed.Checkpoint!.Iteration);
    }

    [Fact]
    public void A_run_that_was_interrupted_is_stopped_where_one_in_one_piece_is_and_for_the_same_reason()
    {
        // Nothing improves by so much, so patience ends 8 iterations after the first report.
        var plan = With(PruningPlan.None with { Patience = 8, LeastImprovement = 1e6 });
        var whole = new Feed();
        var expected = Assert.IsType<Outcome.Pruned>(Execute(plan, whole));
        Assert.Equal([4, 8, 12], whole.Iterations);

        var first = new Feed { StopAt = 8 };
        Assert.IsType<Outcome.Interrupted>(Execute(plan, first));
        var second = new Feed();
        Assert.Equal(expected, Execute(plan, second, first));
        Assert.Equal([12], second.Iterations);
    }

    [Fact]
    public void A_run_that_broke_its_rule_before_a_crash_does_not_train_on()
    {
        var first = new Feed { StopAt = 8 };
        Execute(Plan, first);
        var second = new Feed();
        Assert.IsType<Outcome.Pruned>(Execute(Never(after: 0), second, first));
        Assert.Empty(second.Iterations);
    }

    [Fact]
    public void Reports_that_a_scheduler_asked_for_change_nothing()
    {
        var feed = new Feed { AlsoAt = 6 };
        Assert.IsType<Outcome.Pruned>(Execute(Never(after: 5), feed));
        Assert.Equal([4, 6, 8], feed.Iterations);
    }

    [Fact]
    public void A_run_that_breaks_a_rule_on_its_last_iteration_is_complete()
        => Assert.IsType<Outcome.Completed>(Execute(Never(after: Iterations - 1), new Feed()));

    [Fact]
    public void A_cancelled_run_is_cancelled_whatever_its_rules_say()
        => Assert.IsType<Outcome.Cancelled>(Execute(Never(after: 0), new Feed { StopAt = 4, Reason = StopReason.Cancelled }));

    /// <summary>No loss is so low.</summary>
    private static RunPlan Never(int after) => With(PruningPlan.None with { WorseThan = -1, After = after });

    private static RunPlan With(PruningPlan pruning) => Plan with { Rules = new RunRules(pruning, new Objective("training.loss", Goal.Minimize)) };

    private static RunPlan WithTraining(RunPlan plan)
        => plan with { Settings = plan.Settings with { Training = plan.Settings.Training with { Iterations = Iterations, ReportEvery = ReportEvery } } };

    private static Outcome Execute(RunPlan plan, Feed feed, Feed? before = null)
    {
        var work = new AttemptWork(plan, new Lease(plan.Id, 1, 1, "w", "cpu", false), before?.Checkpoint) { Earlier = [.. before?.Observations ?? []] };
        return new RunExecutor(new PlanToEngine(), new WorkerOptions()).Execute(work, feed);
    }

    private sealed class Feed : IAttemptFeed
    {
        public List<Observation> Observations { get; } = [];
        public IEnumerable<int> Iterations => Observations.Select(observation => observation.Iteration);
        public SavedCheckpoint? Checkpoint { get; private set; }
        public int? StopAt { get; init; }
        public int? AlsoAt { get; init; }
        public StopReason Reason { get; init; } = StopReason.Interrupted;
        public StopReason? Stop => Observations.Count > 0 && Observations[^1].Iteration == StopAt ? Reason : null;
        public bool CheckpointDue => true;
        public bool WantsReport(int iteration, long evaluations, TimeSpan elapsed) => iteration == AlsoAt;
        public bool FitDue() => false;
        public void Fitted(LiveFit? fit) => throw new InvalidOperationException("Nobody asked for a fit.");
        public void Observed(Observation observation) => Observations.Add(observation);
        public void Checkpointed(SavedCheckpoint checkpoint) => Checkpoint = checkpoint;
        public double? NextRung => null;
        public void Alive(TimeSpan ago) { }
    }
}
