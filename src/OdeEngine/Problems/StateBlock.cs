using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Problems;

/// <summary>
/// One contiguous block [batch, features] of float32 or float64 on one device: the only form in which the integrator,
/// the gradients and the vector fields hand states to each other. It never carries an autograd graph.
/// </summary>
/// <remarks>On the CPU the memory is open as a span; the pointer is stable for the life of the block.</remarks>
public sealed class StateBlock : IDisposable
{
    private readonly nint _memory;

    private StateBlock(Tensor tensor)
    {
        Tensor = tensor;
        Batch = checked((int)tensor.size(0));
        Features = checked((int)tensor.size(1));
        ElementType = tensor.dtype;
        OnCpu = tensor.device_type == DeviceType.CPU;
        _memory = OnCpu ? MemoryOf(tensor) : 0;
    }

    /// <summary>The values as a tensor [batch, features]; in-place writes show in the spans and the other way round.</summary>
    public Tensor Tensor { get; }
    public int Batch { get; }
    public int Features { get; }
    public int Count => Batch * Features;
    public ScalarType ElementType { get; }
    public bool OnCpu { get; }
    /// <summary>Bytes of the values.</summary>
    public long Bytes => (long)Count * (ElementType == ScalarType.Float64 ? sizeof(double) : sizeof(float));
    /// <summary>Address of the first value; 0 off the CPU.</summary>
    internal nint Memory => _memory;

    /// <summary>All values, row-major. CPU and float32 only.</summary>
    /// <exception cref="InvalidOperationException">The block is not float32 on the CPU.</exception>
    public Span<float> Floats => Values<float>(ScalarType.Float32);

    /// <summary>All values, row-major. CPU and float64 only.</summary>
    /// <exception cref="InvalidOperationException">The block is not float64 on the CPU.</exception>
    public Span<double> Doubles => Values<double>(ScalarType.Float64);

    /// <summary>A block of zeros [batch, features]; the caller disposes it. It belongs to no dispose scope.</summary>
    public static StateBlock Zeros(int batch, int features, ScalarType elementType, Device? device = null)
        => new(torch.zeros([batch, features], dtype: elementType, device: device ?? torch.CPU).DetachFromDisposeScope());

    /// <summary>A block of its own memory with the values of <paramref name="values"/> [batch, features], whatever its strides or graph.</summary>
    public static StateBlock CopyOf(Tensor values)
    {
        using var noGrad = torch.no_grad();
        var block = Zeros((int)values.size(0), (int)values.size(1), values.dtype, values.device);
        using var detached = values.detach();
        block.Tensor.copy_(detached);
        return block;
    }

    /// <summary>
    /// A block [batch, features] over part of this block's memory, starting at value <paramref name="offset"/> in row-major order.
    /// Writes show in both. The caller disposes it.
    /// </summary>
    internal StateBlock View(int offset, int batch, int features)
    {
        using var flat = Tensor.view(Count);
        using var part = flat.narrow(0, offset, (long)batch * features);
        return new StateBlock(part.view(batch, features).DetachFromDisposeScope());
    }

    public void Dispose() => Tensor.Dispose();

    private unsafe Span<T> Values<T>(ScalarType wanted) where T : unmanaged
    {
        if (!OnCpu || ElementType != wanted)
            ThrowNoSpan(wanted);
        return new Span<T>((void*)_memory, Count);
    }

    [DoesNotReturn]
    private void ThrowNoSpan(ScalarType wanted)
        => throw new InvalidOperationException($"This block is {ElementType} on {Tensor.device}; a span of {wanted} needs {wanted} on the CPU.");

    private static unsafe nint MemoryOf(Tensor tensor)
    {
        var bytes = tensor.bytes;
        return (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
    }
}
