using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Running;

/// <summary>Makes one checkpoint of two.</summary>
internal interface ICheckpointJoin
{
    /// <summary>What <paramref name="learned"/> has learned, with the counts of <paramref name="own"/>; the same two give the same bytes.</summary>
    SavedCheckpoint Join(SavedCheckpoint own, SavedCheckpoint learned);
}

/// <summary>Checkpoints of the engine.</summary>
internal sealed class EngineCheckpointJoin : ICheckpointJoin
{
    public SavedCheckpoint Join(SavedCheckpoint own, SavedCheckpoint learned)
    {
        var joined = Of(learned).CountedOnFrom(Of(own));
        return new SavedCheckpoint(joined.Iteration, joined.Content, joined.Sha256);
    }

    private static TrainingCheckpoint Of(SavedCheckpoint saved) => new(saved.Iteration, saved.Content, saved.Sha256);
}
