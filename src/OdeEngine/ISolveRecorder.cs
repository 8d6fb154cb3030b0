using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine;

/// <summary>Who wants to remember the accepted steps of a solve. Called in the order of the solve; may not change any block.</summary>
internal interface ISolveRecorder
{
    /// <summary>A solve starts; what was remembered before is void.</summary>
    void Begin();

    /// <summary>The tape for the evaluation about to be made; null: no tape is wanted.</summary>
    /// <param name="newSlope">Which new slope of the step; −1: f at the start of the solve.</param>
    IFieldTape? TapeFor(int newSlope);

    /// <summary>Output number <paramref name="output"/> of a lane lies in the step about to be accepted, at θ in (0, 1].</summary>
    void OutputIn(int output, int lane, double theta);

    void Accepted(in AcceptedStep step);

    /// <summary>The tapes handed out since the last acceptance were for nothing.</summary>
    void Rejected();
}

/// <summary>An accepted step before it is carried out.</summary>
/// <param name="y">State at its start.</param>
/// <param name="window">Slopes by slot.</param>
/// <param name="steps">Signed length per lane; 0 where a lane did not accept.</param>
/// <param name="times">Start per lane.</param>
internal readonly ref struct AcceptedStep(StepScheme scheme, StateBlock y, ReadOnlySpan<StateBlock> window, ReadOnlySpan<double> times, ReadOnlySpan<double> steps)
{
    public StepScheme Scheme { get; } = scheme;
    public StateBlock Y { get; } = y;
    public ReadOnlySpan<StateBlock> Window { get; } = window;
    public ReadOnlySpan<double> Times { get; } = times;
    public ReadOnlySpan<double> Steps { get; } = steps;
}
