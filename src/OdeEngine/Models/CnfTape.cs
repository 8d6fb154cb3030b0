using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// One evaluation of a flow: the input of every layer and, behind every hidden layer but the first, each direction's tangent before (U) and
/// after (V) the activation; behind the first, V alone, because U there is a column of W.
/// </summary>
internal sealed unsafe class CnfTape<T> : IFieldTape where T : unmanaged
{
    private readonly NativeBuffer<T> _memory;
    private readonly int[] _inputs;
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly int[] _strides;

    public CnfTape(MlpShape shape, int batch)
    {
        Batch = batch;
        var layers = shape.Layers.Length;
        (_inputs, _before, _after, _strides) = (new int[layers], new int[layers], new int[layers], new int[layers]);
        var length = 0;
        for (var k = 0; k < layers; k++)
        {
            _strides[k] = DenseKernels.Padded<T>(shape.Layers[k].Inputs);
            var size = batch * _strides[k];
            (_inputs[k], length) = (length, length + size);
            (_before[k], length) = (length, length + (k > 1 ? size * shape.Features : 0));
            (_after[k], length) = (length, length + (k > 0 ? size * shape.Features : 0));
        }
        _memory = new NativeBuffer<T>(length);
    }

    public int Batch { get; }
    public long Bytes => _memory.Bytes;

    public Rows<T> Input(int layer) => new(_memory.Start + _inputs[layer], Batch, _strides[layer]);
    public T* Before(int layer, int direction) => _memory.Start + _before[layer] + ((nint)direction * Batch * _strides[layer]);
    public Rows<T> After(int layer, int direction) => new(_memory.Start + _after[layer] + ((nint)direction * Batch * _strides[layer]), Batch, _strides[layer]);

    public void Dispose() => _memory.Dispose();
}
