using System.Collections.Immutable;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Output;

/// <summary>
/// What <see cref="Ode"/>.Solve found. Keep it until after <c>backward()</c>: it owns what the gradient needs; disposing it does not touch <see cref="Y"/>.
/// </summary>
public sealed class OdeSolution : IDisposable
{
    private readonly PreparedSolve _solve;
    private readonly DenseOutput? _dense;
    private readonly SolveGradient? _gradient;

    internal OdeSolution(Tensor y, ImmutableArray<double> times, ForwardReport report, in SolutionParts parts)
    {
        (Y, Times, Report) = (y, times, report);
        (_solve, _dense, _gradient) = (parts.Solve, parts.Dense, parts.Gradient);
    }

    /// <summary>States [time, batch, features] at <see cref="Times"/>; differentiable if a gradient was asked for. NaN where a failed solve did not get to.</summary>
    public Tensor Y { get; }
    public ImmutableArray<double> Times { get; }
    /// <summary>How the forward solve ended, and what it cost.</summary>
    public ForwardReport Report { get; }
    public SolveStatus Status => Report.Status;
    /// <summary>Of the last backward pass through <see cref="Y"/>; null before one.</summary>
    public BackwardReport? BackwardReport => _gradient?.Report;
    /// <summary>
    /// What went wrong inside the last backward pass; null if nothing did. (<c>backward()</c> itself then throws an error of libtorch about
    /// an invalid gradient, because an exception cannot cross it.)
    /// </summary>
    public Exception? BackwardError => _gradient?.Error;

    /// <summary>y(t) [batch, features] by dense output, without a gradient; the caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">The solve was not asked to keep its steps, or did not end Ok.</exception>
    /// <exception cref="ArgumentOutOfRangeException">t lies outside the solve.</exception>
    public Tensor Interpolate(double t)
    {
        if (_dense is null)
            throw new InvalidOperationException("This solve kept no steps; pass DenseOutputs.Keep to Ode.Solve.");
        if (Status != SolveStatus.Ok)
            throw new InvalidOperationException($"The solve ended with {Status}; there is nothing sound to interpolate.");
        using var noGrad = no_grad();
        using var target = StateBlock.Zeros((int)Y.size(1), (int)Y.size(2), Y.dtype, ComputeDevice.Of(Y));
        _dense.Evaluate(t, target);
        return target.Tensor.clone();
    }

    public void Dispose()
    {
        _gradient?.Dispose();
        _dense?.Dispose();
        _solve.Dispose();
    }
}

/// <summary>What a solution owns.</summary>
internal readonly record struct SolutionParts(PreparedSolve Solve, DenseOutput? Dense, SolveGradient? Gradient);

/// <summary>Whether a solve keeps its steps for evaluation at any time. Keeping costs a handful of states per step.</summary>
public enum DenseOutputs { None, Keep }
