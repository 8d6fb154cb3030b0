using System.Collections.Immutable;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Output;

/// <summary>What one solve (forward or backward) did. Step lengths are absolute values in problem time; 0 when no step was accepted.</summary>
public sealed record SolveStats(
    FunctionEvaluations Evaluations,
    long AcceptedSteps,
    long RejectedSteps,
    double SmallestStep,
    double LargestStep,
    TimeSpan Elapsed)
{
    public static SolveStats None { get; } = new(default, 0, 0, 0, 0, TimeSpan.Zero);
    public long AttemptedSteps => AcceptedSteps + RejectedSteps;
    /// <summary>Median of |h·λ| over the accepted steps, which says how near their length is to the limit of stability; null: not measured, or too small to be seen.</summary>
    public double? Stiffness { get; init; }
    /// <summary>The part of Elapsed that was spent outside the vector field and outside measuring; null: not measured.</summary>
    public TimeSpan? LoopTime { get; init; }
    /// <summary>Rows of <see cref="RejectionWatch.ShortestBurst"/> or more rejected steps; 0 where they were not looked for.</summary>
    public long RejectionBursts { get; init; }
    /// <summary>The first of them.</summary>
    public ImmutableArray<RejectionBurst> LongRejections { get; init; } = [];
    /// <summary>By sample, where samples step on their own (the numbers above are then sums over samples); empty otherwise.</summary>
    public ImmutableArray<SampleStats> Samples { get; init; } = [];
}

/// <summary>One sample of a solve with independent steps.</summary>
/// <param name="Evaluations">Evaluations this sample had a use for; a batch call made for others does not count.</param>
/// <param name="Time">Problem time reached.</param>
public sealed record SampleStats(SolveStatus Status, long AcceptedSteps, long RejectedSteps, long Evaluations, double Time);

/// <summary>Where a solve that did not end well stood, for the person who has to understand it.</summary>
/// <param name="Time">Problem time reached.</param>
/// <param name="Step">Length of the step that was being tried.</param>
/// <param name="ErrorRatio">Its error estimate over the tolerance (NaN when not computable).</param>
/// <param name="StateNorm">RMS norm of the state.</param>
/// <param name="SlopeNorm">RMS norm of f there.</param>
/// <param name="StiffnessEstimate">|h·λ| estimated from the last stages (Hairer &amp; Wanner II, IV.2); NaN when the method offers none.</param>
/// <param name="Hint">What usually helps, one sentence.</param>
public sealed record SolveFailure(SolveStatus Status, double Time, double Step, double ErrorRatio, double StateNorm, double SlopeNorm, double StiffnessEstimate, string Hint);
