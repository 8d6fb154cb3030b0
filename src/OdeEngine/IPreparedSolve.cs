using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine;

/// <summary>
/// A solve whose memory is laid out once and used many times: one vector field, one batch size, one solver, one gradient method.
/// This is what a training loop holds; <c>Ode.Solve</c> wraps it for tensors with autograd.
/// </summary>
/// <remarks>After the first call at a given number of output times and steps, no managed memory is allocated per step.</remarks>
public interface IPreparedSolve : IDisposable
{
    /// <summary>Integrates from times[0] to times[^1], strictly monotone in either direction. y0: [batch, features].</summary>
    /// <exception cref="ArgumentException">Times are fewer than two, not finite or not strictly monotone; shapes or dtypes differ.</exception>
    ForwardReport Forward(StateBlock y0, ReadOnlySpan<double> times);

    /// <summary>States at all times of the last <see cref="Forward"/>, time-major: [times · batch, features]; the first is y0 itself. Valid only if it ended Ok.</summary>
    StateBlock Outputs { get; }

    /// <summary>
    /// Adds the gradient of a scalar L: outputsBar = ∂L/∂Outputs [times · batch, features];
    /// y0Bar += ∂L/∂y0, parameterBar += ∂L/∂θ, timesBar (empty or one per time) += ∂L/∂times.
    /// </summary>
    /// <exception cref="InvalidOperationException">No forward solve that ended Ok precedes this call.</exception>
    BackwardReport Backward(StateBlock outputsBar, StateBlock? y0Bar, StateBlock? parameterBar, Span<double> timesBar);

    /// <summary>Highest number of bytes of states, stages, tapes and gradients held at once since construction.</summary>
    long PeakBytes { get; }
}

/// <param name="Failure">Set exactly when Status is not Ok.</param>
public sealed record ForwardReport(SolveStatus Status, SolveStats Stats, SolveFailure? Failure);
/// <param name="Failure">Set exactly when Status is not Ok: a backward solve can fail too.</param>
public sealed record BackwardReport(SolveStatus Status, SolveStats Stats, SolveFailure? Failure);
