using System.Runtime.InteropServices;

namespace Orchestrator.OdeEngine.Models;

/// <summary>Zeroed memory aligned to a cache line, for vector kernels that work on pointers. Freed by its owner, or at the latest by the finaliser.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable where T : unmanaged
{
    private const nuint CacheLineBytes = 64;
    private T* _start;

    public NativeBuffer(int length)
    {
        Length = length;
        _start = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * (nuint)sizeof(T), CacheLineBytes);
        Span.Clear();
    }

    ~NativeBuffer() => Free();

    public int Length { get; }
    public T* Start => _start;
    public Span<T> Span => new(_start, Length);
    public long Bytes => (long)Length * sizeof(T);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
