using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Tapes of one batch size, made when first asked for, used again and again, with their bytes on the memory account.</summary>
internal sealed class TapeShelf(IVectorField field, int batch, MemoryAccount memory) : IDisposable
{
    private readonly List<IFieldTape> _tapes = [];
    private readonly List<long> _bytes = [];

    public int Count => _tapes.Count;

    public IFieldTape this[int index]
    {
        get
        {
            while (_tapes.Count <= index)
            {
                _tapes.Add(field.NewTape(batch));
                _bytes.Add(0);
            }
            return _tapes[index];
        }
    }

    /// <summary>Brings the account up to date for tapes that were written to.</summary>
    public void Account(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            var bytes = _tapes[i].Bytes;
            memory.Add(bytes - _bytes[i]);
            _bytes[i] = bytes;
        }
    }

    public void Dispose()
    {
        foreach (var tape in _tapes)
            tape.Dispose();
        _tapes.Clear();
    }
}
