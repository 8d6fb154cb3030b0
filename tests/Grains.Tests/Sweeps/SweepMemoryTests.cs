using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>What a live view is told of a sweep.</summary>
public sealed class SweepMemoryTests
{
    private static readonly RunId Run = new("s", 0, 0);

    [Fact]
    public void Progress_that_arrives_after_the_end_takes_no_result_back()
    {
        var memory = Memory();
        memory.Heard(Tell(TellKind.Completed));
        memory.Progressed(new LiveRun(Run, RunStatus.Running, 1, "cpu", 5, 9, Sample.Observation(5, 3)));
        Assert.Equal((0, 2.0), (Snapshot(memory).BestTrial, Snapshot(memory).BestValue));
    }

    [Fact]
    public void A_run_that_is_repeated_speaks_for_its_trial_no_longer()
    {
        var memory = Memory();
        memory.Heard(Tell(TellKind.Completed));
        memory.Heard(Tell(TellKind.Repeated));
        Assert.Null(Snapshot(memory).BestTrial);
    }

    [Fact]
    public void A_run_that_is_judged_goes_on_being_shown()
    {
        var memory = Memory();
        memory.Progressed(new LiveRun(Run, RunStatus.Running, 1, "cpu", 5, 9, Sample.Observation(5, 3)));
        memory.Heard(Tell(TellKind.Judged));
        Assert.Single(Snapshot(memory).Running);
    }

    private static SweepMemory Memory()
    {
        var memory = new SweepMemory(Sample.Spec(), new ExperimentRules(new WorkerOptions(), new OfferedDevices("cpu")), []);
        memory.Proposed(new TrialRow("s", 0, []));
        return memory;
    }

    private static Interfaces.Sweeps.SweepSnapshot Snapshot(SweepMemory memory)
        => memory.Snapshot("s", SweepState.Initial with { InFlight = [new InFlightRun(0, 0, -1)] });

    private static TellRow Tell(TellKind kind) => new(Run, 0, default, kind, 1, Sample.Observation(9, 2));
}
