using System.Collections.Immutable;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine;

/// <summary>The bridge from autograd to a prepared solve's gradient: what one node of the graph holds on to.</summary>
internal sealed class SolveGradient : IDisposable
{
    private readonly PreparedSolve _solve;
    private readonly StateBlock _outputsBar;
    private readonly StateBlock _y0Bar;
    private readonly StateBlock _parameterBar;
    private readonly ImmutableArray<Tensor> _leafBars;
    private bool _disposed;

    public SolveGradient(PreparedSolve solve, CountedField field, StateBlock y0)
    {
        _solve = solve;
        _outputsBar = StateBlock.Zeros(solve.Outputs.Batch, solve.Outputs.Features, y0.ElementType, y0.Device);
        _y0Bar = StateBlock.Zeros(y0.Batch, y0.Features, y0.ElementType, y0.Device);
        _parameterBar = field.Parameters.NewGradient();
        _leafBars = LeafBars(field.Parameters, _parameterBar);
    }

    /// <summary>As many missing gradients as there are inputs.</summary>
    public IEnumerable<Tensor> Nothing => Enumerable.Repeat<Tensor>(null!, 1 + _leafBars.Length);
    public BackwardReport? Report { get; private set; }
    public Exception? Error { get; private set; }

    /// <summary>Gradients of y0 and of every leaf for ∂L/∂Y [time, batch, features]. They are overwritten by the next call.</summary>
    public IEnumerable<Tensor> Run(Tensor outputsBar)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Output.OdeSolution));
        using (no_grad())
        {
            using var rows = outputsBar.reshape(_outputsBar.Batch, _outputsBar.Features);
            _outputsBar.Tensor.copy_(rows);
            _y0Bar.Tensor.fill_(Arithmetic.Scalars.Zero);
            _parameterBar.Tensor.fill_(Arithmetic.Scalars.Zero);
            Report = _solve.Backward(_outputsBar, _y0Bar, _parameterBar, []);
        }
        return Report.Failure is { } failure
            ? throw new InvalidOperationException($"The backward solve ended with {Report.Status} at t = {failure.Time:R}. {failure.Hint}")
            : [_y0Bar.Tensor, .. _leafBars];
    }

    /// <summary>Notes an error that may not cross libtorch.</summary>
    public void Failed(Exception error) => Error = error;

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (var bar in _leafBars)
            bar.Dispose();
        _parameterBar.Dispose();
        _y0Bar.Dispose();
        _outputsBar.Dispose();
    }

    private static ImmutableArray<Tensor> LeafBars(ParameterBlock parameters, StateBlock parameterBar)
    {
        var bars = ImmutableArray.CreateBuilder<Tensor>(parameters.Leaves.Length);
        var offset = 0L;
        using var flat = parameterBar.Tensor.view(parameters.Count);
        foreach (var leaf in parameters.Leaves)
        {
            using var part = flat.narrow(0, offset, leaf.numel());
            bars.Add(part.view(leaf.shape).DetachFromDisposeScope());
            offset += leaf.numel();
        }
        return bars.MoveToImmutable();
    }
}
