using Orchestrator.OdeEngine.Native;
using TorchSharp;

namespace Orchestrator.OdeEngine.Training;

/// <summary>One training run on the calling thread.</summary>
public static class TrainingSession
{
    /// <summary>Trains from scratch, or from a checkpoint of the same plan, until done or told to stop.</summary>
    /// <remarks>
    /// The thread must be this run's own: its intra-op threads are set to the plan's number, and no tensor outlives the call. Solves for validation and for the
    /// fit curves are not in the counts of evaluations and steps; their time counts as overhead. Audits of gradients are in no count and no time. Spans have Activity.Current as parent.
    /// </remarks>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or belongs to another plan, or the data file has mistakes.</exception>
    public static TrainingEnd Run(TrainingPlan plan, TrainingCheckpoint? resumeFrom, ITrainingObserver observer)
    {
        IntraOpThreads.Set(plan.IntraOpThreads);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var loop = new TrainingLoop(plan, resumeFrom, observer);
        return loop.Run();
    }
}
