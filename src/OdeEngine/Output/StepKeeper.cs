namespace Orchestrator.OdeEngine.Output;

/// <summary>Keeps the steps that a solve tries, up to a bound.</summary>
internal sealed class StepKeeper(int most)
{
    private readonly List<float> _starts = [];
    private readonly List<float> _lengths = [];
    private readonly List<bool> _accepted = [];
    private long _tried;

    public StepTrace Trace => new([.. _starts], [.. _lengths], [.. _accepted], _tried);

    /// <summary>A solve starts; what was kept before is void.</summary>
    public void Begin()
    {
        _starts.Clear();
        _lengths.Clear();
        _accepted.Clear();
        _tried = 0;
    }

    public void Tried(double start, double length, bool accepted)
    {
        _tried++;
        if (_starts.Count >= most)
            return;
        _starts.Add((float)start);
        _lengths.Add((float)length);
        _accepted.Add(accepted);
    }
}
