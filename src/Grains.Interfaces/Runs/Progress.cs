using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>One report of a run, everything cumulative over all attempts since iteration 0. NaN and infinities are kept as they are.</summary>
[GenerateSerializer, Immutable, Alias("observation")]
public sealed record Observation(
    int Iteration,
    double TrainingLoss,
    double? ValidationLoss,
    long NfeForward,
    long NfeBackward,
    long NfeRecomputed,
    long VectorJacobianProducts,
    long AcceptedSteps,
    long RejectedSteps,
    double SmallestStep,
    double LargestStep,
    PhaseSeconds Seconds,
    long EnginePeakBytes,
    long? ProcessPeakBytes)
{
    /// <summary>Median of |h·λ| over the accepted steps of this iteration's forward solve; null: not measured, or too small to be seen.</summary>
    [Id(0)] public double? Stiffness { get; init; }

    /// <summary>Relative error of this iteration's gradient beside a float64 reference; null: not audited, NaN: the reference could not be computed.</summary>
    [Id(1)] public double? GradientError { get; init; }

    /// <summary>Forward, backward and recomputed evaluations together; VJPs are counted apart.</summary>
    public long NfeTotal => NfeForward + NfeBackward + NfeRecomputed;
}

/// <summary>Wall seconds by phase; warm-up iterations are in WarmUp only.</summary>
[GenerateSerializer, Immutable, Alias("phase-seconds")]
public sealed record PhaseSeconds(double Data, double Forward, double Backward, double Optimizer, double Overhead, double WarmUp, int WarmUpIterations)
{
    public double Total => Data + Forward + Backward + Optimizer + Overhead + WarmUp;
}

/// <summary>What happened in an attempt since its last message. Empty messages are heartbeats.</summary>
/// <param name="Iteration">Iterations completed.</param>
/// <param name="Observations">All new ones, in order; none is ever dropped.</param>
/// <param name="Checkpoint">The newest checkpoint that is durable in the ledger, if a new one was written.</param>
[GenerateSerializer, Immutable, Alias("progress")]
public sealed record Progress(int Iteration, ImmutableArray<Observation> Observations, CheckpointRef? Checkpoint)
{
    /// <summary>Made because somebody looks; null: none since the last message.</summary>
    [Id(0)] public LiveFit? Fit { get; init; }
}

/// <summary>The fit of a run that still trains. It is never stored.</summary>
/// <param name="Iteration">Iterations completed.</param>
/// <param name="Curves">JSON of the fitted curves, as in the row of a completed run.</param>
[GenerateSerializer, Immutable, Alias("live-fit")]
public sealed record LiveFit(int Iteration, string Curves);

/// <summary>The answer to a progress message.</summary>
[GenerateSerializer, Immutable, Alias("directive")]
public abstract record Directive
{
    private Directive() { }

    [GenerateSerializer, Immutable, Alias("directive.continue")]
    public sealed record Continue : Directive
    {
        /// <summary>Resource level at which the run wants to be judged next; null: none.</summary>
        [Id(0)] public double? NextRung { get; init; }

        /// <summary>Somebody looks at the run: its fit shall come with one of the next messages.</summary>
        [Id(1)] public bool WantsFit { get; init; }
    }

    /// <summary>Stop now. Checkpoint first when told so; a superseded attempt need not.</summary>
    [GenerateSerializer, Immutable, Alias("directive.stop")]
    public sealed record Stop(StopReason Reason) : Directive;
}

public enum StopReason
{
    /// <summary>The lease is no longer this attempt's; nothing it says counts.</summary>
    Superseded = 1,
    Cancelled = 2,
    /// <summary>The silo goes down or the sweep is paused: checkpoint and end Interrupted.</summary>
    Interrupted = 3,
    /// <summary>The scheduler has seen enough: no checkpoint is needed.</summary>
    Pruned = 4,
}
