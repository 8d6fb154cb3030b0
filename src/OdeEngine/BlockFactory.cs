using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine;

/// <summary>Makes the blocks of one solve, keeps account of their bytes and disposes them together; and the arithmetics that work on them.</summary>
internal sealed class BlockFactory(ScalarType elementType, ComputeDevice device, MemoryAccount memory, ArithmeticFactory arithmetic) : IDisposable
{
    private readonly List<StateBlock> _blocks = [];

    public ScalarType ElementType => elementType;
    public MemoryAccount Memory => memory;

    /// <summary>An arithmetic for blocks of this layout; the caller disposes it.</summary>
    public IStateArithmetic NewArithmetic(ArithmeticLayout layout) => arithmetic(layout, elementType, device);

    public StateBlock New(int batch, int features)
    {
        var block = StateBlock.Zeros(batch, features, elementType, device);
        memory.Add(block.Bytes);
        _blocks.Add(block);
        return block;
    }

    public void Release(StateBlock block)
    {
        if (!_blocks.Remove(block))
            throw new InvalidOperationException("This block was made elsewhere.");
        memory.Remove(block.Bytes);
        block.Dispose();
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Dispose();
        _blocks.Clear();
    }
}
