using System.Numerics;
using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>One key's Gaussian kernels, each cut to [0, 1]; the last kernel is the flat prior.</summary>
internal sealed class NumericKernels : IKernels
{
    /// <summary>Beyond so many deviations nothing is cut off: the rest is below 1e-15.</summary>
    private const double Reach = 8;

    private readonly double[] _means;
    private readonly double[] _inverseDeviations;
    private readonly double[] _constants;

    /// <param name="column">Coordinates of the trials that have a kernel.</param>
    /// <param name="leastDeviation">Narrowest kernel.</param>
    public NumericKernels(ReadOnlySpan<double> column, double leastDeviation)
    {
        _means = [.. column, 0];
        _inverseDeviations = new double[_means.Length];
        _constants = new double[_means.Length];
        Span<double> deviations = _inverseDeviations.AsSpan(0, column.Length);
        Bandwidth.Fill(column, leastDeviation, deviations);
        for (var kernel = 0; kernel < column.Length; kernel++) Normalise(kernel, deviations[kernel]);
    }

    public void AddLogDensity(double unit, Span<double> into)
    {
        var at = new Vector<double>(unit);
        var minusHalf = new Vector<double>(-0.5);
        var kernel = 0;
        for (; kernel <= into.Length - Vector<double>.Count; kernel += Vector<double>.Count)
        {
            var z = (at - new Vector<double>(_means, kernel)) * new Vector<double>(_inverseDeviations, kernel);
            var sum = new Vector<double>(into[kernel..]) + new Vector<double>(_constants, kernel) + minusHalf * z * z;
            sum.CopyTo(into[kernel..]);
        }
        for (; kernel < into.Length; kernel++)
        {
            var z = (unit - _means[kernel]) * _inverseDeviations[kernel];
            into[kernel] += _constants[kernel] - 0.5 * z * z;
        }
    }

    public double Sample(int kernel, double uniform)
        => _inverseDeviations[kernel] == 0 ? uniform : Gauss.Truncated(_means[kernel], 1 / _inverseDeviations[kernel], uniform);

    private void Normalise(int kernel, double deviation)
    {
        var mean = _means[kernel];
        var (below, above) = (mean / deviation, (1 - mean) / deviation);
        var inside = 1 - (below < Reach ? Gauss.Cumulative(-below) : 0) - (above < Reach ? Gauss.Cumulative(-above) : 0);
        _inverseDeviations[kernel] = 1 / deviation;
        _constants[kernel] = -Math.Log(deviation * inside) - Gauss.LogRoot;
    }
}
