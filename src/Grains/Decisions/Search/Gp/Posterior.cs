using System.Numerics.Tensors;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>What is believed of a function after some of its values: mean and variance anywhere, without the noise of a measurement.</summary>
/// <remarks>
/// Rasmussen, Williams (2006), algorithm 2.1. A point that is being tried takes the mean as its value (Kriging believer: Ginsbourger, Le Riche,
/// Carraro 2010): the mean stays as it is everywhere and only the variance falls around it.
/// </remarks>
internal sealed class Posterior
{
    private readonly Inputs _inputs;
    private readonly double[][] _columns;
    private readonly double[] _inverseSquares, _factor, _weights;
    private readonly double[] _correlations, _slopes, _solved;
    private readonly int _size, _known;
    private readonly double _signal;

    /// <param name="columns">Points as [key][point]: those with values first, then those being tried.</param>
    /// <param name="values">Of the former.</param>
    /// <param name="logs">Hyperparameters.</param>
    public Posterior(Inputs inputs, double[][] columns, double[] values, ReadOnlySpan<double> logs)
    {
        var keys = inputs.Keys;
        (_inputs, _columns, _known, _size, _signal) = (inputs, columns, values.Length, columns[0].Length, Math.Exp(logs[keys]));
        _inverseSquares = new double[keys];
        for (var key = 0; key < keys; key++) _inverseSquares[key] = Math.Exp(-2 * logs[key]);
        (_correlations, _slopes, _solved) = (new double[_size], new double[_size], new double[_size]);
        _factor = Factored(Math.Exp(logs[keys + 1]));
        _weights = [.. values];
        Cholesky.SolveLower(_factor, _size, _weights);
        Cholesky.SolveUpper(_factor, _size, _weights);
        Least = double.PositiveInfinity;
        for (var point = 0; point < _known; point++) Least = Math.Min(Least, MeanAt(point));
    }

    /// <summary>Least mean at a point with a value: what is to be improved on.</summary>
    public double Least { get; }

    public double Mean(ReadOnlySpan<double> at)
    {
        Correlate(at);
        return _signal * TensorPrimitives.Dot<double>(_correlations.AsSpan(0, _known), _weights);
    }

    /// <summary>Logarithm of the expected improvement on <see cref="Least"/>.</summary>
    public double LogImprovement(ReadOnlySpan<double> at)
    {
        var mean = Mean(at);
        var deviation = Deviation();
        return Math.Log(deviation) + Gp.LogImprovement.Of((Least - mean) / deviation, out _);
    }

    /// <summary>The same with its gradient by the point's numbers.</summary>
    public double LogImprovement(ReadOnlySpan<double> at, Span<double> gradient)
    {
        var mean = Mean(at);
        var deviation = Deviation();
        var z = (Least - mean) / deviation;
        var log = Gp.LogImprovement.Of(z, out var slope);
        Cholesky.SolveUpper(_factor, _size, _solved);
        for (var key = 0; key < gradient.Length; key++)
        {
            var (meanSlope, varianceSlope) = (0.0, 0.0);
            for (var point = 0; point < _size; point++)
            {
                var change = _signal * _slopes[point] * _inverseSquares[key] * _inputs.SlopeOf(key, at[key], _columns[key][point]);
                if (point < _known) meanSlope += change * _weights[point];
                varianceSlope -= 2 * change * _solved[point];
            }
            var deviationSlope = varianceSlope / (2 * deviation);
            gradient[key] = (deviationSlope - slope * (meanSlope + z * deviationSlope)) / deviation;
        }
        return Math.Log(deviation) + log;
    }

    public double Variance(ReadOnlySpan<double> at)
    {
        Correlate(at);
        var deviation = Deviation();
        return deviation * deviation;
    }

    private double[] Factored(double noise)
    {
        var point = new double[_inputs.Keys];
        // Twice the same point and no noise: a little more of it makes the matrix definite again.
        for (var jitter = noise; ; jitter = Math.Max(jitter, 1e-10 * _signal) * 10)
        {
            var factor = new double[_size * _size];
            var isDefinite = true;
            for (var row = 0; row < _size && isDefinite; row++)
            {
                for (var key = 0; key < point.Length; key++) point[key] = _columns[key][row];
                Correlate(point);
                TensorPrimitives.Multiply(_correlations.AsSpan(0, row), _signal, factor.AsSpan(row * _size, row));
                factor[row * _size + row] = _signal + jitter;
                isDefinite = Cholesky.AppendRow(factor, _size, row);
            }
            if (isDefinite) return factor;
        }
    }

    private double MeanAt(int point)
    {
        var at = new double[_inputs.Keys];
        for (var key = 0; key < at.Length; key++) at[key] = _columns[key][point];
        return Mean(at);
    }

    private void Correlate(ReadOnlySpan<double> at)
    {
        _solved.AsSpan().Clear();
        for (var key = 0; key < at.Length; key++) _inputs.AddSquares(key, at[key], _columns[key], _inverseSquares[key], _solved);
        Matern.Fill(_solved, _correlations, _slopes);
    }

    /// <summary>After <see cref="Correlate"/>. Leaves L⁻¹·k in <see cref="_solved"/>.</summary>
    private double Deviation()
    {
        TensorPrimitives.Multiply(_correlations, _signal, _solved);
        Cholesky.SolveLower(_factor, _size, _solved);
        return Math.Sqrt(Math.Max(_signal - TensorPrimitives.SumOfSquares<double>(_solved), 1e-13 * _signal));
    }
}
