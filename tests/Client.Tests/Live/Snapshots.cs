using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Tests.Live;

/// <summary>A sweep under way: 10 runs, 3 done, 1 failed, 1 running half-way.</summary>
internal static class Snapshots
{
    public static readonly SweepSnapshot UnderWay = new(
        "spiral-3fa9c1", "[bold]spiral 🐈", SweepStatus.Active, null, 10, 3, 1, 0, ImmutableDictionary<FailureCause, long>.Empty.Add(FailureCause.MaxSteps, 1),
        [new LiveRun(new RunId("spiral-3fa9c1", 4, 0), RunStatus.Running, 2, "cpu", 50, 100, null)], 5,
        2, [new AssignedValue("solver.method", new ParameterValue.Text("dopri5"))], 0.0125, "validation.loss", DateTimeOffset.UnixEpoch, null, TimeSpan.FromSeconds(83));

    public static readonly SweepSnapshot Over = UnderWay with { Status = SweepStatus.Completed, Completed = 9, Running = [], Queued = 0, EndedAt = DateTimeOffset.UnixEpoch, Remaining = null };
}
