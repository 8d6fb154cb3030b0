namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>The valley around the best trial, and the same data with it filled up, so that a model looks elsewhere.</summary>
/// <remarks>
/// Two points lie in one valley if the mean of the model rises nowhere between them above both: Ursem, "Multinational evolutionary algorithms",
/// CEC 1999. What lies in it is lifted to the median of the first values, as a filled function does (Ge, Math. Program. 46, 1990), and the
/// model of the rest is fitted to the rest alone: lengths learned in a valley that was searched closely are wrong for others.
/// </remarks>
internal sealed class Valley
{
    /// <summary>In the unit of <see cref="Warp"/>, whose 0 is the median of the first values.</summary>
    private const double Level = 0;
    /// <summary>A rise that is no hill, in the same unit.</summary>
    private const double Tolerance = 0.02;
    private const int Steps = 10;

    private readonly Inputs _inputs;
    private readonly Posterior _posterior;
    private readonly double[] _bottom;

    /// <param name="columns">Points as [key][point]: those with values first.</param>
    /// <param name="values">Of the former; at least one.</param>
    public Valley(Inputs inputs, Posterior posterior, double[][] columns, double[] values)
    {
        (_inputs, _posterior) = (inputs, posterior);
        var least = Array.IndexOf(values, values.Min());
        _bottom = At(columns, least);
        Values = [.. values.Select((value, point) => point == least || (value < Level && Reaches(At(columns, point))) ? Math.Max(value, Level) : value)];
        Outside = [.. Enumerable.Range(0, values.Length).Where(point => Values[point] == values[point])];
    }

    /// <summary>One per value, those in the valley lifted.</summary>
    public double[] Values { get; }

    /// <summary>Indices of values that were not lifted.</summary>
    public int[] Outside { get; }

    /// <summary>Whether a point that is not tried yet is believed to lie in it.</summary>
    public bool Holds(double[] at) => _posterior.Mean(at) < Level - Tolerance && Reaches(at);

    private bool Reaches(double[] at)
    {
        var most = Math.Max(_posterior.Mean(_bottom), _posterior.Mean(at)) + Tolerance;
        var between = new double[at.Length];
        for (var step = 1; step < Steps; step++)
        {
            for (var key = 0; key < at.Length; key++)
            {
                if (_inputs.IsUnordered(key) && _bottom[key] != at[key]) return false;
                between[key] = _bottom[key] + (at[key] - _bottom[key]) * step / Steps;
            }
            if (_posterior.Mean(between) > most) return false;
        }
        return true;
    }

    private static double[] At(double[][] columns, int point) => [.. columns.Select(column => column[point])];
}
