using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Problems;

/// <summary>
/// All parameters θ of a vector field in one flat vector [count]; weights are views of it. Gradients have the same layout.
/// </summary>
public sealed class ParameterBlock : IDisposable
{
    private readonly StateBlock _values;

    /// <summary>Zeros; the model fills them from its own generator.</summary>
    public ParameterBlock(int count, ScalarType elementType, ComputeDevice? device = null)
    {
        _values = StateBlock.Zeros(1, count, elementType, device);
        Count = count;
        Flat = _values.Tensor.view(count).DetachFromDisposeScope();
        Leaves = [Flat];
    }

    public int Count { get; }
    /// <summary>θ as a tensor [count] sharing memory with <see cref="Block"/>.</summary>
    public Tensor Flat { get; }
    /// <summary>θ as a block [1, count].</summary>
    public StateBlock Block => _values;
    public ScalarType ElementType => _values.ElementType;
    /// <summary>The tensors a user asks gradients of, in the order in which they lie in the block: <see cref="Flat"/>, or views of it.</summary>
    internal ImmutableArray<Tensor> Leaves { get; set; }

    public ComputeDevice Device => _values.Device;
    /// <summary>A zero gradient block [1, count] of the same dtype and device; the caller disposes it.</summary>
    public StateBlock NewGradient() => StateBlock.Zeros(1, Count, ElementType, Device);

    public void Dispose()
    {
        Flat.Dispose();
        _values.Dispose();
    }
}
