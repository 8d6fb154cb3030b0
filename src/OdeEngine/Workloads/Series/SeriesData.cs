using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Workloads.Series;

/// <summary>A time series ready for training: rows in rising order of time, split by time into training, validation and test rows.</summary>
/// <param name="TimeName">Header of the time column.</param>
/// <param name="Times">Per row, in the axis's unit.</param>
/// <param name="TrainingRows">The first rows.</param>
/// <param name="ValidationRows">The rows after them; what remains is for testing and never looked at in training.</param>
/// <param name="Remarks">What a person should know but needs not change (constant columns, times read as UTC).</param>
public sealed record SeriesData(
    string TimeName,
    SeriesTimeAxis Axis,
    ImmutableArray<double> Times,
    ImmutableArray<SeriesColumn> Columns,
    int TrainingRows,
    int ValidationRows,
    ImmutableArray<string> Remarks)
{
    /// <summary>
    /// Length of the unit of problem time in the axis's unit: the median distance of neighbouring training rows. So a step size of 0.25 means a
    /// quarter of the usual distance between observations, and one unit of time is never many periods or a sliver of one.
    /// </summary>
    public double ProblemUnit { get; } = MedianSpacing(Times.AsSpan(0, TrainingRows));

    /// <summary>Problem time of a time on the axis; the first row is at 0.</summary>
    public double ToProblemTime(double time) => (time - Times[0]) / ProblemUnit;

    private static double MedianSpacing(ReadOnlySpan<double> times)
    {
        var spacings = new double[times.Length - 1];
        for (var i = 0; i < spacings.Length; i++)
            spacings[i] = times[i + 1] - times[i];
        Array.Sort(spacings);
        return spacings[spacings.Length / 2];
    }
}

/// <summary>Unit and origin of times. Numbers in the file are kept as they are; dates become elapsed seconds, or days over long spans.</summary>
/// <param name="Unit">"s" or "d" for dates; empty for plain numbers.</param>
/// <param name="Origin">The first row's time, dates only.</param>
public sealed record SeriesTimeAxis(string Unit, DateTimeOffset? Origin)
{
    public override string ToString()
        => Origin is { } origin ? $"{Unit} since {origin.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture)}" : Unit;
}

/// <param name="Values">Per row, as in the file; NaN where nothing was observed.</param>
/// <param name="Scaling">From and to what the model sees; its statistics are those of the training rows.</param>
public sealed record SeriesColumn(string Name, ImmutableArray<double> Values, ColumnScaling Scaling)
{
    /// <summary>What the model's state is called: the column as it was transformed.</summary>
    public string StateName => this switch
    {
        { Scaling.TakesLogarithm: true } => $"log {Name}",
        { Scaling: { Shift: 0, Scale: 1 } } => Name,
        _ => $"{Name}, standardized",
    };

    /// <summary>Rows where the column was observed.</summary>
    public int Observed => Values.Count(value => !double.IsNaN(value));
}
