namespace Orchestrator.OdeEngine.Training;

/// <summary>One training run on the calling thread.</summary>
public static class TrainingSession
{
    /// <summary>Trains from scratch, or from a checkpoint of the same plan, until done or told to stop.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or belongs to another plan.</exception>
    public static TrainingEnd Run(TrainingPlan plan, TrainingCheckpoint? resumeFrom, ITrainingObserver observer)
        => throw new NotSupportedException();
}
