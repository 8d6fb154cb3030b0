namespace Orchestrator.OdeEngine.Output;

/// <summary>|h·λ| of the accepted steps of a solve. The median speaks for the solve: a short transient or one unlucky estimate does not move it.</summary>
internal sealed class StiffnessGauge
{
    private double[] _values = new double[64];
    private int _count;

    /// <summary>Time that the estimates themselves took, of all solves.</summary>
    public TimeSpan Elapsed { get; private set; }

    public void Begin() => _count = 0;

    public void Took(TimeSpan time) => Elapsed += time;

    /// <param name="value">NaN: this step tells nothing.</param>
    public void Add(double value)
    {
        if (double.IsNaN(value))
            return;
        if (_count == _values.Length)
            Array.Resize(ref _values, 2 * _count);
        _values[_count++] = value;
    }

    /// <summary>Null where no step told anything.</summary>
    public double? Median()
    {
        var values = _values.AsSpan(0, _count);
        values.Sort();
        return _count == 0 ? null : (values[(_count - 1) / 2] + values[_count / 2]) / 2;
    }
}
