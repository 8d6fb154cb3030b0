using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Models;

/// <summary>Products whose result rows are not padded: the way out of the kernels into a block.</summary>
internal sealed unsafe class UnpaddedProduct<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Summing over the lanes of one vector costs about as much as this many multiplications of vectors.</summary>
    private const int LaneSumCost = 12;

    private NativeBuffer<T> _padded = new(0);

    /// <summary>
    /// y ← x·M + start along the lanes that waste less. byInner: M as [inner, padded outputs], byOutput: as [outputs, padded inner];
    /// start: padded outputs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(in Rows<T> x, int inner, T* byInner, T* byOutput, T* start, in Rows<T> y)
    {
        var outputs = y.Stride;
        var width = DenseKernels.Padded<T>(outputs);
        if (outputs * ((x.Stride / Vector512<T>.Count) + LaneSumCost) <= inner * (width / Vector512<T>.Count))
        {
            DenseKernels.Dot(x, byOutput, start, y, outputs);
            return;
        }
        if (_padded.Length < x.Count * width)
        {
            _padded.Dispose();
            _padded = new NativeBuffer<T>(x.Count * width);
        }
        var padded = new Rows<T>(_padded.Start, x.Count, width);
        DenseKernels.Spread(x, inner, byInner, start, padded, default(AsIs<T>));
        for (var r = 0; r < y.Count; r++)
            new ReadOnlySpan<T>(padded.At(r), outputs).CopyTo(new Span<T>(y.At(r), outputs));
    }

    public void Dispose() => _padded.Dispose();
}
