using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard;

/// <summary>Something that a person can ask of a sweep.</summary>
/// <param name="Name">Last part of its address in the API.</param>
/// <param name="Question">What is asked before it is done.</param>
/// <param name="Applies">Whether it has any effect on a sweep in that state.</param>
/// <param name="Do">Durable when it completes.</param>
internal sealed record SweepAction(string Name, string Label, string Question, Func<SweepSnapshot, bool> Applies, Func<ISweepGrain, Task> Do)
{
    public static ImmutableArray<SweepAction> All { get; } =
    [
        new("pause", "Pause", "Running runs write a checkpoint and give their devices back. Nothing is lost; Resume goes on.", s => s.Status == SweepStatus.Active, sweep => sweep.Pause()),
        new("resume", "Resume", "Runs go on from their checkpoints; after a stop, those that were withdrawn are taken up.", s => s.CanResume, sweep => sweep.Resume()),
        new("stop", "Stop", "No further run is started; those under way are trained to their end. Resume takes up the rest.", IsOpen, sweep => sweep.Stop()),
        new("cancel", "Cancel", "Everything that runs or waits is ended now. Finished runs keep their results.", IsOpen, sweep => sweep.Cancel()),
        new("retry", "Retry failed", "All failed runs are queued again, from their start.", s => s.Failed > 0, sweep => sweep.RetryFailed(null)),
    ];

    private static bool IsOpen(SweepSnapshot snapshot) => snapshot.Status is SweepStatus.Active or SweepStatus.Paused;
}
