using System.Numerics.Tensors;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>How well hyperparameters explain values at points: the negative log marginal likelihood and its gradient.</summary>
/// <remarks>Rasmussen, Williams (2006), equations 5.8 and 5.9. Prior mean 0.</remarks>
internal sealed class MarginalLikelihood
{
    private readonly int _size, _keys;
    private readonly double[] _values;
    /// <summary>Squared distances of the pairs below the diagonal, row by row, as [key][pair].</summary>
    private readonly double[][] _squares;
    private readonly double[] _correlations, _slopes, _pairs, _factor, _transposed, _inverse, _weights;

    /// <param name="columns">Points as [key][point].</param>
    /// <param name="values">One per point.</param>
    public MarginalLikelihood(Inputs inputs, double[][] columns, double[] values)
    {
        (_size, _keys, _values) = (values.Length, inputs.Keys, values);
        var pairs = _size * (_size - 1) / 2;
        _squares = new double[_keys][];
        for (var key = 0; key < _keys; key++)
        {
            _squares[key] = new double[pairs];
            for (var row = 1; row < _size; row++)
                inputs.AddSquares(key, columns[key][row], columns[key].AsSpan(0, row), 1, _squares[key].AsSpan(row * (row - 1) / 2, row));
        }
        (_correlations, _slopes, _pairs) = (new double[pairs], new double[pairs], new double[pairs]);
        (_factor, _transposed, _inverse, _weights) = (new double[_size * _size], new double[_size * _size], new double[_size * _size], new double[_size]);
    }

    /// <summary>Value; infinite where the matrix cannot be factored. The gradient is by the logarithms.</summary>
    public double Of(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        var (signal, noise) = (Math.Exp(logs[_keys]), Math.Exp(logs[_keys + 1]));
        FillCorrelations(logs);
        for (var row = 0; row < _size; row++)
        {
            TensorPrimitives.Multiply(_correlations.AsSpan(row * (row - 1) / 2, row), signal, _factor.AsSpan(row * _size, row));
            _factor[row * _size + row] = signal + noise;
        }
        if (!Cholesky.Factor(_factor, _size, _size)) return double.PositiveInfinity;
        _values.CopyTo(_weights.AsSpan());
        Cholesky.SolveLower(_factor, _size, _weights);
        Cholesky.SolveUpper(_factor, _size, _weights);
        var value = 0.5 * TensorPrimitives.Dot<double>(_values, _weights) + 0.5 * _size * Math.Log(2 * Math.PI);
        for (var row = 0; row < _size; row++) value += Math.Log(_factor[row * _size + row]);
        Cholesky.Invert(_factor, _size, _transposed, _inverse);
        FillGradient(logs, signal, noise, gradient);
        return value;
    }

    private void FillCorrelations(ReadOnlySpan<double> logs)
    {
        _pairs.AsSpan().Clear();
        for (var key = 0; key < _keys; key++) TensorPrimitives.MultiplyAdd(_squares[key], Math.Exp(-2 * logs[key]), _pairs, _pairs);
        Matern.Fill(_pairs, _correlations, _slopes);
    }

    /// <summary>½·tr((K⁻¹ − ααᵀ)·∂K), pair by pair.</summary>
    private void FillGradient(ReadOnlySpan<double> logs, double signal, double noise, Span<double> gradient)
    {
        var trace = 0.0;
        for (var row = 0; row < _size; row++)
        {
            var pairs = _pairs.AsSpan(row * (row - 1) / 2, row);
            TensorPrimitives.MultiplyAdd(_weights.AsSpan(0, row), -_weights[row], _inverse.AsSpan(row * _size, row), pairs);
            trace += _inverse[row * _size + row] - _weights[row] * _weights[row];
        }
        gradient[_keys] = signal * (0.5 * trace + TensorPrimitives.Dot<double>(_pairs, _correlations));
        gradient[_keys + 1] = 0.5 * noise * trace;
        TensorPrimitives.Multiply(_pairs, _slopes, _pairs);
        for (var key = 0; key < _keys; key++) gradient[key] = -2 * Math.Exp(-2 * logs[key]) * signal * TensorPrimitives.Dot<double>(_pairs, _squares[key]);
    }
}
