using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Running;

/// <summary>One attempt, as its thread gets it.</summary>
/// <param name="ResumeFrom">Null: from iteration 0.</param>
[GenerateSerializer, Immutable, Alias("attempt-work")]
internal sealed record AttemptWork(RunPlan Plan, Lease Lease, SavedCheckpoint? ResumeFrom)
{
    /// <summary>What the run had reported up to the checkpoint, in order; empty where no rule looks at it.</summary>
    [Id(0)] public ImmutableArray<Observation> Earlier { get; init; } = [];
}

/// <param name="Content">Its SHA-256 (lower-case hex) is <paramref name="Sha256"/>.</param>
[GenerateSerializer, Immutable, Alias("saved-checkpoint")]
internal sealed record SavedCheckpoint(int Iteration, ReadOnlyMemory<byte> Content, string Sha256);

/// <summary>What the training thread sees of the rest of the world. No member ever waits.</summary>
internal interface IAttemptFeed
{
    /// <summary>Null: go on.</summary>
    StopReason? Stop { get; }

    /// <summary>Enough time has passed since the last checkpoint, or since the start.</summary>
    bool CheckpointDue { get; }

    /// <summary>The run wants to be judged at what it has used up by now, so an observation is due. Cumulative over all attempts.</summary>
    bool WantsReport(int iteration, long evaluations, TimeSpan elapsed);

    /// <summary>Somebody looks at the run and its fit may be made again: answered with <see cref="Fitted"/>.</summary>
    bool FitDue();

    /// <param name="fit">Null: its solve failed.</param>
    void Fitted(LiveFit? fit);

    void Observed(Observation observation);

    void Checkpointed(SavedCheckpoint checkpoint);

    /// <summary>Resource level at which the run is judged next; null: none that is known. For a device in another process, which asks itself whether it is there.</summary>
    double? NextRung { get; }

    /// <summary>A device in another process completed an iteration so long ago.</summary>
    void Alive(TimeSpan ago);
}

/// <summary>Executes an attempt on the calling thread until it ends or is told to stop.</summary>
internal interface IRunExecutor
{
    Outcome Execute(AttemptWork work, IAttemptFeed feed);
}
