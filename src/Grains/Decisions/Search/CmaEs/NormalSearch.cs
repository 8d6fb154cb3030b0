using MathNet.Numerics.LinearAlgebra;
using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>The normal distribution that points are drawn from, and how a generation moves it.</summary>
/// <remarks>
/// Hansen, arXiv 1604.00772 (2016), figure 6, with active covariance update. Points need not have been drawn from it: their steps are cut to a
/// length that a drawn one hardly exceeds (Hansen, "Injecting external solutions into CMA-ES", 2011).
/// </remarks>
internal sealed class NormalSearch
{
    /// <summary>Of the unit interval: Hansen's advice of 0.3 of the range.</summary>
    private const double FirstStep = 0.3;

    private readonly CmaSettings _settings;
    private readonly double[] _stepPath, _covariancePath;
    private readonly Matrix<double> _covariance;
    private Matrix<double> _axes;
    private double[] _lengths;
    private int _generation;

    public NormalSearch(double[] mean, int population)
    {
        _settings = new CmaSettings(mean.Length, population);
        (Mean, Scale) = (mean, [.. mean.Select(_ => 1.0)]);
        (_stepPath, _covariancePath, _lengths) = (new double[mean.Length], new double[mean.Length], [.. Scale]);
        (_covariance, _axes) = (Matrix<double>.Build.DenseIdentity(mean.Length), Matrix<double>.Build.DenseIdentity(mean.Length));
    }

    public int Dimensions => Mean.Length;

    /// <summary>[coordinate]; moved by <see cref="Learn"/> and by the margin of ordered keys.</summary>
    public double[] Mean { get; }

    /// <summary>[coordinate]: what the margin of ordered keys multiplies a deviation with; else 1.</summary>
    public double[] Scale { get; }

    public double Step { get; private set; } = FirstStep;

    /// <summary>Of one coordinate, without its scale.</summary>
    public double PlainDeviation(int coordinate) => Step * Math.Sqrt(_covariance[coordinate, coordinate]);

    public double Deviation(int coordinate) => Scale[coordinate] * PlainDeviation(coordinate);

    /// <summary>Longest over shortest axis of the ellipsoid, squared.</summary>
    public double Condition => Math.Pow(_lengths.Max() / _lengths.Min(), 2);

    public double[] Sample(Draws draws)
    {
        var normal = new double[Dimensions];
        for (var axis = 0; axis < Dimensions; axis++) normal[axis] = _lengths[axis] * draws.Normal();
        return [.. Times(normal).Select((step, coordinate) => Mean[coordinate] + Step * Scale[coordinate] * step)];
    }

    /// <param name="points">[rank][coordinate], best first, as many as the population.</param>
    public void Learn(double[][] points)
    {
        var steps = points.Select(StepTo).ToArray();
        var mean = new double[Dimensions];
        for (var rank = 0; rank < steps.Length / 2; rank++)
            for (var coordinate = 0; coordinate < Dimensions; coordinate++) mean[coordinate] += _settings.Weights[rank] * steps[rank][coordinate];
        for (var coordinate = 0; coordinate < Dimensions; coordinate++) Mean[coordinate] += Step * Scale[coordinate] * mean[coordinate];
        MovePaths(mean, out var moving);
        UpdateCovariance(steps, moving);
        var growth = _settings.PathOfStep / _settings.Damping * (Length(_stepPath) / _settings.ExpectedLength - 1);
        Step *= Math.Exp(Math.Min(1, growth));
        Decompose();
    }

    private double[] StepTo(double[] point)
    {
        double[] step = [.. point.Select((value, coordinate) => (value - Mean[coordinate]) / (Step * Scale[coordinate]))];
        var length = Length(Whitened(step));
        var most = Math.Sqrt(Dimensions) + 2.0 * Dimensions / (Dimensions + 2);
        return length <= most ? step : [.. step.Select(value => value * most / length)];
    }

    /// <param name="moving">h_σ: the step path is not so long that the covariance path had better wait.</param>
    private void MovePaths(double[] step, out bool moving)
    {
        _generation++;
        var keep = 1 - _settings.PathOfStep;
        var take = Math.Sqrt(_settings.PathOfStep * (2 - _settings.PathOfStep) * _settings.Effective);
        var whitened = Whitened(step);
        for (var coordinate = 0; coordinate < Dimensions; coordinate++) _stepPath[coordinate] = keep * _stepPath[coordinate] + take * whitened[coordinate];
        moving = Length(_stepPath) / Math.Sqrt(1 - Math.Pow(keep, 2 * _generation)) < (1.4 + 2.0 / (Dimensions + 1)) * _settings.ExpectedLength;
        var taken = moving ? Math.Sqrt(_settings.PathOfCovariance * (2 - _settings.PathOfCovariance) * _settings.Effective) : 0;
        for (var coordinate = 0; coordinate < Dimensions; coordinate++)
            _covariancePath[coordinate] = (1 - _settings.PathOfCovariance) * _covariancePath[coordinate] + taken * step[coordinate];
    }

    private void UpdateCovariance(double[][] steps, bool moving)
    {
        var weights = new double[steps.Length];
        for (var rank = 0; rank < weights.Length; rank++)
        {
            var weight = _settings.Weights[rank];
            // A long bad step would take away more than there is: count it as one of ordinary length.
            weights[rank] = weight >= 0 ? weight : weight * Dimensions / Math.Max(Math.Pow(Length(Whitened(steps[rank])), 2), 1e-12);
        }
        var waiting = moving ? 0 : _settings.PathOfCovariance * (2 - _settings.PathOfCovariance);
        var keep = 1 + _settings.RankOne * waiting - _settings.RankOne - _settings.RankMany * _settings.Weights.Sum();
        for (var row = 0; row < Dimensions; row++)
            for (var column = 0; column <= row; column++)
            {
                var many = 0.0;
                for (var rank = 0; rank < steps.Length; rank++) many += weights[rank] * steps[rank][row] * steps[rank][column];
                var value = keep * _covariance[row, column] + _settings.RankOne * _covariancePath[row] * _covariancePath[column] + _settings.RankMany * many;
                (_covariance[row, column], _covariance[column, row]) = (value, value);
            }
    }

    private void Decompose()
    {
        var decomposition = _covariance.Evd(Symmetricity.Symmetric);
        _axes = decomposition.EigenVectors;
        _lengths = [.. decomposition.EigenValues.Select(value => Math.Sqrt(Math.Max(value.Real, 1e-20)))];
    }

    /// <summary>C^(-1/2) times a step.</summary>
    private double[] Whitened(double[] step)
    {
        var along = new double[Dimensions];
        for (var axis = 0; axis < Dimensions; axis++)
        {
            for (var coordinate = 0; coordinate < Dimensions; coordinate++) along[axis] += _axes[coordinate, axis] * step[coordinate];
            along[axis] /= _lengths[axis];
        }
        return Times(along);
    }

    private double[] Times(double[] along)
    {
        var result = new double[Dimensions];
        for (var axis = 0; axis < Dimensions; axis++)
            for (var coordinate = 0; coordinate < Dimensions; coordinate++) result[coordinate] += _axes[coordinate, axis] * along[axis];
        return result;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
