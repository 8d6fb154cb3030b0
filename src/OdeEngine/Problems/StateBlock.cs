using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Arithmetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Problems;

/// <summary>
/// One contiguous block [batch, features] of float32 or float64 on one device: the only form in which the integrator,
/// the gradients and the vector fields hand states to each other. It never carries an autograd graph.
/// </summary>
/// <remarks>On the processor the memory is open as a span; the pointer is stable for the life of the block. Elsewhere values are read by <see cref="ToDoubles"/>.</remarks>
public sealed class StateBlock : IDisposable
{
    private readonly nint _memory;

    private StateBlock(Tensor tensor, ComputeDevice device)
    {
        Tensor = tensor;
        Device = device;
        Batch = checked((int)tensor.size(0));
        Features = checked((int)tensor.size(1));
        ElementType = tensor.dtype;
        _memory = device.OnTensors ? 0 : MemoryOf(tensor);
    }

    /// <summary>The values as a tensor [batch, features]; in-place writes show in the spans and the other way round.</summary>
    public Tensor Tensor { get; }
    public int Batch { get; }
    public int Features { get; }
    public int Count => Batch * Features;
    public ScalarType ElementType { get; }
    public ComputeDevice Device { get; }
    /// <summary>Bytes of the values.</summary>
    public long Bytes => (long)Count * (ElementType == ScalarType.Float64 ? sizeof(double) : sizeof(float));
    /// <summary>Address of the first value; 0 where memory is closed.</summary>
    internal nint Memory => _memory;

    /// <summary>All values, row-major. Processor and float32 only.</summary>
    /// <exception cref="InvalidOperationException">The block is not float32 on the processor.</exception>
    public Span<float> Floats => Values<float>(ScalarType.Float32);

    /// <summary>All values, row-major. Processor and float64 only.</summary>
    /// <exception cref="InvalidOperationException">The block is not float64 on the processor.</exception>
    public Span<double> Doubles => Values<double>(ScalarType.Float64);

    /// <summary>A block of zeros [batch, features]; the caller disposes it. It belongs to no dispose scope.</summary>
    /// <param name="device">Null: the processor.</param>
    public static StateBlock Zeros(int batch, int features, ScalarType elementType, ComputeDevice? device = null)
    {
        var place = device ?? ComputeDevice.Processor;
        return new(torch.zeros([batch, features], dtype: elementType, device: place.Torch).DetachFromDisposeScope(), place);
    }

    /// <summary>A block of zeros on the processor for copies from and to <paramref name="partner"/>: page-locked where that is a GPU, which copies faster then.</summary>
    internal static StateBlock OnHost(int batch, int features, ScalarType elementType, ComputeDevice partner)
    {
        if (!partner.IsCuda)
            return Zeros(batch, features, elementType);
        using var plain = torch.zeros([batch, features], dtype: elementType);
        return new(plain.pin_memory().DetachFromDisposeScope(), ComputeDevice.Processor);
    }

    /// <summary>A block of its own memory with the values of <paramref name="values"/> [batch, features], whatever its strides or graph.</summary>
    public static StateBlock CopyOf(Tensor values)
    {
        using var noGrad = torch.no_grad();
        var block = Zeros((int)values.size(0), (int)values.size(1), values.dtype, ComputeDevice.Of(values));
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
        return new StateBlock(part.view(batch, features).DetachFromDisposeScope(), Device);
    }

    /// <summary>A copy of all values, row-major, wherever they lie. Waits for the device.</summary>
    public double[] ToDoubles()
    {
        using var host = torch.empty([Batch, Features], dtype: ScalarType.Float64);
        host.copy_(Tensor);
        return MemoryMarshal.Cast<byte, double>(host.bytes).ToArray();
    }

    /// <summary>A copy of all values as they lie in memory, on the processor. Waits for the device.</summary>
    internal byte[] ToBytes()
    {
        using var host = torch.empty([Batch, Features], dtype: ElementType);
        host.copy_(Tensor);
        return host.bytes.ToArray();
    }

    /// <summary>Takes what <see cref="ToBytes"/> gave, of a block of the same shape and element type on whatever device.</summary>
    internal void CopyFrom(ReadOnlySpan<byte> values)
    {
        using var host = torch.empty([Batch, Features], dtype: ElementType);
        values.CopyTo(host.bytes);
        Tensor.copy_(host);
    }

    /// <summary>Sets all values to zero.</summary>
    public unsafe void Clear()
    {
        if (Device.OnTensors)
            Tensor.fill_(Scalars.Zero);
        else
            new Span<byte>((void*)_memory, (int)Bytes).Clear();
    }

    public void Dispose() => Tensor.Dispose();

    private unsafe Span<T> Values<T>(ScalarType wanted) where T : unmanaged
    {
        if (Device.OnTensors || ElementType != wanted)
            ThrowNoSpan(wanted);
        return new Span<T>((void*)_memory, Count);
    }

    [DoesNotReturn]
    private void ThrowNoSpan(ScalarType wanted)
        => throw new InvalidOperationException($"This block is {ElementType} on {Device}; a span of {wanted} needs {wanted} on the processor.");

    private static unsafe nint MemoryOf(Tensor tensor)
    {
        var bytes = tensor.bytes;
        return (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
    }
}
