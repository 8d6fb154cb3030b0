using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Simulation;

/// <summary>What a run is about to do: to report, to end, or to tell its sweep that it has ended. It waits until it may.</summary>
/// <param name="At">Virtual seconds since the sweep began.</param>
internal sealed record Cue(RunId Run, double At)
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the run may go on.</summary>
    public Task Given => _given.Task;

    public void Give() => _given.TrySetResult();
}
