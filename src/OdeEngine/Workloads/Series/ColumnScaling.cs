using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Workloads.Series;

/// <summary>
/// Between a column's own values and what the model sees: (g(x) − Shift) / Scale, g the natural logarithm or nothing. All in float64, so that a
/// column far from zero keeps its digits when training runs in float32.
/// </summary>
/// <param name="Scale">Population standard deviation (n, not n − 1) of the training rows for <c>standardize</c>, else 1.</param>
/// <param name="IsConstant">The training rows hold one value only: it is shifted to 0 and not scaled.</param>
public sealed record ColumnScaling(bool TakesLogarithm, double Shift, double Scale, bool IsConstant)
{
    public double ToModel(double value) => ((TakesLogarithm ? Math.Log(value) : value) - Shift) / Scale;

    public double ToData(double value)
    {
        var shifted = (value * Scale) + Shift;
        return TakesLogarithm ? Math.Exp(shifted) : shifted;
    }

    /// <param name="training">Observed training values, at least one.</param>
    public static ColumnScaling Of(SeriesTransform transform, ReadOnlySpan<double> training)
    {
        if (transform is not SeriesTransform.Standardize)
            return new ColumnScaling(transform is SeriesTransform.Log, 0, 1, false);
        var first = training[0];
        if (training.IndexOfAnyExcept(first) < 0)
            return new ColumnScaling(false, first, 1, true);
        // Two passes, the first relative to a value of the column: nothing cancels for columns far from zero.
        var mean = first + (SumOf(training, value => value - first) / training.Length);
        var variance = SumOf(training, value => (value - mean) * (value - mean)) / training.Length;
        return new ColumnScaling(false, mean, Math.Sqrt(variance), false);
    }

    private static double SumOf(ReadOnlySpan<double> values, Func<double, double> term)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += term(value);
        return sum;
    }
}
