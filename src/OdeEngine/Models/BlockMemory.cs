using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>The memory of CPU blocks for code that is generic in the element type.</summary>
internal static class BlockMemory
{
    /// <summary>All values, row-major. It throws where the block's dtype or device is another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> Of<T>(StateBlock block) where T : unmanaged
        => typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(block.Floats) : MemoryMarshal.Cast<double, T>(block.Doubles);
}
