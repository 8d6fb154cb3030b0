using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>
/// The one place where a solve waits for its device: a read copies into page-locked memory and ends the device's queue. What goes the other way
/// never waits.
/// </summary>
internal sealed class HostSync : IDisposable
{
    private readonly Tensor _host;

    /// <param name="capacity">Most values of one read.</param>
    public HostSync(int capacity, ComputeDevice device)
    {
        using var plain = torch.zeros([capacity], dtype: ScalarType.Float64);
        _host = (device.IsCuda ? plain.pin_memory() : plain.clone()).DetachFromDisposeScope();
    }

    /// <summary>Reads so far.</summary>
    public long Reads { get; private set; }

    /// <summary>Waits for the values, float64 [count] on the device.</summary>
    public void Read(Tensor values, Span<double> into)
    {
        Reads++;
        using var part = _host.narrow(0, 0, into.Length);
        part.copy_(values);
        MemoryMarshal.Cast<byte, double>(_host.bytes)[..into.Length].CopyTo(into);
    }

    /// <summary>
    /// target ← host, of the same shape and dtype, without waiting: the copy reads page-locked memory, which libtorch's allocator does not give
    /// away before the device has read it.
    /// </summary>
    public static void Send(Tensor host, Tensor target)
    {
        if (target.device_type != DeviceType.CUDA)
        {
            target.copy_(host);
            return;
        }
        using var locked = host.pin_memory();
        target.copy_(locked, nonBlocking: true);
    }

    public void Dispose() => _host.Dispose();
}
