using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>A person stops a sweep, and may change their mind.</summary>
public sealed class StopTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stopped_sweep_that_is_resumed_takes_up_what_was_withdrawn_and_then_goes_on(bool isOver)
    {
        var world = new SweepWorld(Sample.Spec(replicates: 2), 40);
        world.Begin();
        for (var i = 0; i < 3; i++) world.Step(12);
        world.Happen(new SweepEvent.StopRequested());
        Assert.Contains(world.Runs.Values, run => run.Status is RunStatus.Cancelled);
        if (isOver)
        {
            world.Settle();
            Assert.Equal(new SweepPhase.Over(SweepStatus.Completed, "stopped on request"), world.State.Phase);
        }
        world.Happen(new SweepEvent.ResumeRequested());
        Assert.IsType<SweepPhase.Active>(world.State.Phase);
        world.Settle();
        Assert.Equal((80L, 0L, 80), (world.State.Completed + world.State.Failed + world.State.Pruned, world.State.Cancelled, world.Runs.Count));
        Assert.Equal(new SweepPhase.Over(SweepStatus.Completed, null), world.State.Phase);
    }

    [Fact]
    public void Stopped_again_before_anything_got_a_device_it_can_be_resumed_again()
    {
        var world = new SweepWorld(Sample.Spec(), 10);
        world.Begin();
        for (var round = 0; round < 3; round++)
        {
            world.Happen(new SweepEvent.StopRequested());
            while (world.State.Phase is not SweepPhase.Over) world.Step(12);
            Assert.Equal(10, world.State.Cancelled);
            world.Happen(new SweepEvent.ResumeRequested());
            Assert.Equal((10, 0L), (world.State.InFlight.Length, world.State.Cancelled));
        }
        world.Settle();
        Assert.Equal((10, 0L), (world.Runs.Count, world.State.Cancelled));
    }

    [Fact]
    public void A_sweep_that_came_to_its_own_end_or_was_cancelled_is_not_resumed()
    {
        var spec = Sample.Spec();
        foreach (var over in (SweepState[])
            [
                SweepState.Initial with { Phase = new SweepPhase.Over(SweepStatus.Completed, "budget.runs of 3 is used up") },
                SweepState.Initial with { Phase = new SweepPhase.Over(SweepStatus.Cancelled, null), Stopped = true },
            ])
        {
            var resumed = SweepMachine.Apply(spec, over, new SweepEvent.ResumeRequested(), At);
            Assert.Equal((over.Phase, false), (resumed.State.Phase, resumed.Durable));
        }
    }

    [Fact]
    public void The_end_of_a_run_from_before_it_was_revived_is_not_counted_again()
    {
        var spec = Sample.Spec();
        var revived = SweepState.Initial with { Phase = new SweepPhase.Active(), InFlight = [new InFlightRun(0, 0, 0) { Since = 5 }], Created = 1 };
        Assert.False(SweepMachine.Apply(spec, revived, Cancelled(order: 3), At).Durable);
        Assert.Equal(1, SweepMachine.Apply(spec, revived, Cancelled(order: 5), At).State.Cancelled);
    }

    /// <summary>They were set aside only to wait for each other.</summary>
    [Fact]
    public void Members_of_a_stopped_population_that_wait_are_trained_to_their_end_and_runs_that_a_scheduler_set_aside_are_not()
    {
        var found = new SweepEvent.PausedRunFound(new PausedRun(new RunId("s", 1, 0), 1, 0, 0));
        var state = SweepState.Initial with { Phase = new SweepPhase.Finishing(SweepStatus.Completed, "stopped on request"), Paused = 1, Created = 1, Order = 3 };
        Assert.Equal([new SweepEffect.TakeUpRun(1, 0, 4, null)], SweepMachine.Apply(With("pbt", null), state, found, At).Effects.AsEnumerable());
        Assert.IsType<SweepEffect.PruneRun>(Assert.Single(SweepMachine.Apply(With("pbt", 100), state with { FunctionEvaluations = 100 }, found, At).Effects));
        Assert.IsType<SweepEffect.PruneRun>(Assert.Single(SweepMachine.Apply(With("asha", null), state, found, At).Effects));
    }

    private static SweepSpec With(string scheduler, double? evaluations)
        => Sample.Spec() with { Scheduler = new SchedulerPlan(scheduler, SchedulerResource.Iterations), Budget = new Budget(null, evaluations, null, null) };

    private static SweepEvent.RunFinished Cancelled(int order) => new(new RunSummary(new RunId("s", 0, 0), RunStatus.Cancelled, null, 0, null) { Order = order });
}
