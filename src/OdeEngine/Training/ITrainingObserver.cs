using System.Collections.Immutable;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// Who watches a training run. Called on the training thread between iterations; must return at once and never wait for anything.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>Asked after every iteration that the plan does not report anyway; true makes the session observe it.</summary>
    /// <param name="evaluations">Cumulative, like the time: over all attempts since iteration 0.</param>
    bool WantsReport(int iteration, FunctionEvaluations evaluations, TimeSpan elapsed);

    /// <summary>Asked before every observation but the last one; true makes the session solve for the fit and hand it over through <see cref="Fitted"/>, before the observation.</summary>
    bool WantsFit() => false;

    /// <param name="iteration">Iterations completed.</param>
    /// <param name="fit">Null: the solve failed.</param>
    void Fitted(int iteration, FitCurves? fit) { }

    void Observed(TrainingObservation observation);

    /// <summary>Asked at every observation; true makes the session hand over a checkpoint through <see cref="Checkpointed"/>.</summary>
    bool WantsCheckpoint(int iteration);

    void Checkpointed(TrainingCheckpoint checkpoint);

    /// <summary>Asked before every iteration: how much of it traces show.</summary>
    /// <param name="usual">All of it at iterations that the plan reports, nothing at others.</param>
    TraceDepth TraceOf(int iteration, TraceDepth usual) => usual;

    /// <summary>Asked before every iteration. Stop makes the session checkpoint and end with <see cref="TrainingEnd.Stopped"/>.</summary>
    bool ShouldStop { get; }
}

/// <summary>One report: everything cumulative since iteration 0 over all attempts. Elapsed excludes pauses between attempts.</summary>
public sealed record TrainingObservation(
    int Iteration,
    double TrainingLoss,
    double? ValidationLoss,
    FunctionEvaluations Evaluations,
    long AcceptedSteps,
    long RejectedSteps,
    double SmallestStep,
    double LargestStep,
    PhaseTimes Times,
    long EnginePeakBytes)
{
    /// <summary>
    /// Median of |h·λ| over the accepted steps of this iteration's forward solve. Null: the plan does not report this iteration, no solve precedes the report,
    /// or nothing could be seen (see <see cref="SolveStats.Stiffness"/>).
    /// </summary>
    public double? Stiffness { get; init; }

    /// <summary>
    /// ‖g − g_ref‖ / ‖g_ref‖ of this iteration's gradient g and the one that float64 and tight tolerances give. Null: the plan does not audit this iteration;
    /// NaN: the reference could not be computed.
    /// </summary>
    public double? GradientError { get; init; }

    /// <summary>Further named metrics of the workload; names are lower case with dots.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}

/// <summary>Wall time by phase, warm-up iterations included in Total but reported apart.</summary>
public sealed record PhaseTimes(TimeSpan Data, TimeSpan Forward, TimeSpan Backward, TimeSpan Optimizer, TimeSpan Overhead, TimeSpan WarmUp, int WarmUpIterations)
{
    public static PhaseTimes Zero { get; } = new(default, default, default, default, default, default, 0);
    public TimeSpan Total => Data + Forward + Backward + Optimizer + Overhead + WarmUp;
}

/// <summary>All that a resumed run needs: parameters, optimiser, random streams, data order, counters. Opaque and self-describing.</summary>
/// <param name="Iteration">Iterations completed.</param>
/// <param name="Content">Versioned binary; SHA-256 of it is <paramref name="Sha256"/> (lower-case hex).</param>
public sealed record TrainingCheckpoint(int Iteration, ReadOnlyMemory<byte> Content, string Sha256)
{
    /// <summary>What this one has learned, with the counts and times of another: the run of <paramref name="counted"/> goes on with these parameters.</summary>
    /// <remarks>It fits every plan with this one's model and kind of optimiser, whatever its other settings: learning rate and tolerances may change on the way.</remarks>
    /// <exception cref="InvalidDataException">One of them is damaged or of another version.</exception>
    public TrainingCheckpoint CountedOnFrom(TrainingCheckpoint counted) => CheckpointFormat.Join(counted, this);
}

/// <summary>How a training run ended.</summary>
public abstract record TrainingEnd
{
    private TrainingEnd() { }

    public sealed record Completed(TrainingObservation Last, FitCurves? Fit) : TrainingEnd;

    /// <summary>Told to stop; the checkpoint was handed over (null when no iteration was done).</summary>
    public sealed record Stopped(TrainingCheckpoint? At) : TrainingEnd;

    /// <summary>A solve failed, forward or backward, at this iteration.</summary>
    public sealed record SolveFailed(int Iteration, string Pass, SolveFailure Failure) : TrainingEnd;

    public sealed record LossNotFinite(int Iteration, double? LastFiniteLoss) : TrainingEnd;

    public sealed record TimedOut(int Iteration, TimeSpan Limit) : TrainingEnd;
}

/// <summary>The trained model against the data, in the data's own units, for the report's fit figure.</summary>
/// <param name="TrainingEndTime">Where the held-out part begins; null if nothing was held out.</param>
public sealed record FitCurves(string TimeName, string TimeUnit, double? TrainingEndTime, ImmutableArray<FitCurve> Curves)
{
    /// <summary>Steps of the solve that gave the curves; null: written by a version that kept none.</summary>
    public StepTrace? Steps { get; init; }

    /// <summary>The learned vector field; null where the state has not two features.</summary>
    public PhasePortrait? Portrait { get; init; }
}

/// <param name="Times">Dense times of the model's curve.</param>
/// <param name="DataTimes">Observed times (missing values left out).</param>
public sealed record FitCurve(string Name, ImmutableArray<double> Times, ImmutableArray<double> Values, ImmutableArray<double> DataTimes, ImmutableArray<double> DataValues);
