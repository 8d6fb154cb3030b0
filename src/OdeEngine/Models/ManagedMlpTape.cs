using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// Room for one evaluation of a managed MLP: the state where a power hides it from the first layer, the input of every layer
/// [batch, padded inputs] and, behind each activation whose slopes need more than its values, the slopes. Row strides do not depend on the
/// batch. Small on purpose: the tapes of a long solve go through the caches twice.
/// </summary>
internal sealed unsafe class ManagedMlpTape<T> : IFieldTape where T : unmanaged
{
    private readonly NativeBuffer<T> _memory;
    private readonly int[] _inputOffsets;
    private readonly int[] _slopeOffsets;
    private readonly int[] _strides;

    public ManagedMlpTape(MlpShape shape, int batch, SlopeMemory keep)
    {
        Batch = batch;
        var layers = shape.Layers.Length;
        (_inputOffsets, _slopeOffsets, _strides) = (new int[layers], new int[layers], new int[layers]);
        var length = shape.Power == 1 ? 0 : DenseKernels.Padded<T>(batch * shape.Features);
        for (var k = 0; k < layers; k++)
        {
            _strides[k] = DenseKernels.Padded<T>(shape.Layers[k].Inputs);
            _inputOffsets[k] = length;
            length += batch * _strides[k];
            _slopeOffsets[k] = length;
            length += k == 0 || keep == SlopeMemory.None ? 0 : batch * _strides[k];
        }
        _memory = new NativeBuffer<T>(length);
    }

    public int Batch { get; }
    public long Bytes => _memory.Bytes;

    /// <summary>y as it was given, [batch, features], not padded; only where it goes through a power above 1.</summary>
    public T* State => _memory.Start;

    public Rows<T> Input(int layer, int batch) => new(_memory.Start + _inputOffsets[layer], batch, _strides[layer]);

    /// <summary>Slopes of the activation in front of a layer (not of the first); only where they are kept.</summary>
    public T* Slopes(int layer) => _memory.Start + _slopeOffsets[layer];

    public void Dispose() => _memory.Dispose();
}

/// <summary>Whether a tape has room for the slopes of activations.</summary>
internal enum SlopeMemory { None, Kept }
