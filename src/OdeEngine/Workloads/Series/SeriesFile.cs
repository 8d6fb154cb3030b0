using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Workloads.Series;

/// <summary>
/// Reads a CSV (UTF-8, comma, header row) for the <c>series</c> workload and finds every mistake in one go. Empty, <c>NA</c> and <c>NaN</c>
/// mean not observed; a value missing in the first row starts the trajectory at the column's first observed training value.
/// </summary>
public static class SeriesFile
{
    public static SeriesLoad Load(WorkloadSettings.Series settings)
    {
        var errors = new List<SeriesError>();
        var table = ReadTable(settings, errors);
        if (table is null)
            return new SeriesLoad.Errors([.. errors]);
        var times = SeriesTimes.Read(settings.TimeColumn, table.TimeCells, errors);
        var split = SplitRows(settings, table.TimeCells.Count, errors);
        var columns = new List<SeriesColumn>();
        foreach (var (name, cells) in settings.Columns.Zip(table.ValueCells))
            if (ReadColumn(name, cells, settings.Transform, split.Training, errors) is { } column)
                columns.Add(column);
        if (errors.Count > 0)
            return new SeriesLoad.Errors([.. errors.OrderBy(error => error.Line ?? 0)]);
        var remarks = times!.Remarks.AddRange(columns.Where(column => column.Scaling.IsConstant)
            .Select(column => $"Column {column.Name} is constant over the training rows; it is shifted to 0 and not scaled."));
        return new SeriesLoad.Loaded(new SeriesData(settings.TimeColumn, times.Axis, times.Values, [.. columns], split.Training, split.Validation, remarks));
    }

    private static CsvTable? ReadTable(WorkloadSettings.Series settings, List<SeriesError> errors)
    {
        try
        {
            using var reader = new StreamReader(settings.File);
            return CsvTable.Read(reader, settings.TimeColumn, settings.Columns, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add(new SeriesError(null, null, $"The data file '{settings.File}' cannot be read: {e.Message}"));
            return null;
        }
    }

    private static RowSplit SplitRows(WorkloadSettings.Series settings, int rows, List<SeriesError> errors)
    {
        var sum = settings.TrainFraction + settings.ValidationFraction;
        if (!(settings.TrainFraction > 0) || !(settings.ValidationFraction >= 0) || !(sum <= 1 + 1e-9))
        {
            errors.Add(new SeriesError(null, null, $"split: train = {settings.TrainFraction:R}, validation = {settings.ValidationFraction:R}: train must be above 0, validation 0 or more, their sum at most 1."));
            return new RowSplit(rows, 0);
        }
        var training = (int)Math.Round(settings.TrainFraction * rows, MidpointRounding.AwayFromZero);
        var seen = Math.Min(rows, (int)Math.Round(sum * rows, MidpointRounding.AwayFromZero));
        if (training < 2)
            errors.Add(new SeriesError(null, null, $"The file has {rows} rows, of which train = {settings.TrainFraction:R} takes {training}; training needs at least 2."));
        return new RowSplit(Math.Min(training, rows), seen - training);
    }

    private static SeriesColumn? ReadColumn(string name, IReadOnlyList<Cell> cells, SeriesTransform transform, int trainingRows, List<SeriesError> errors)
    {
        var before = errors.Count;
        var values = cells.Select(cell => ReadValue(name, cell, transform, errors)).ToImmutableArray();
        var training = values.Take(trainingRows).Where(value => !double.IsNaN(value)).ToArray();
        if (errors.Count == before && training.Length == 0 && trainingRows > 0)
            errors.Add(new SeriesError(null, name, $"No value is observed in the {trainingRows} training rows; leave the column out or train on more rows."));
        return errors.Count > before || training.Length == 0 ? null : new SeriesColumn(name, values, ColumnScaling.Of(transform, training));
    }

    private static double ReadValue(string column, Cell cell, SeriesTransform transform, List<SeriesError> errors)
    {
        if (cell.IsMissing)
            return double.NaN;
        if (!double.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            errors.Add(new SeriesError(cell.Line, column, $"'{cell.Text}' is not a finite number; write a number, or leave it empty (or NA, NaN) when nothing was observed."));
        else if (transform is SeriesTransform.Log && value <= 0)
            errors.Add(new SeriesError(cell.Line, column, $"{cell.Text} has no logarithm; transform: log needs values above 0. Use standardize or none, or leave the cell empty."));
        return value;
    }

    private readonly record struct RowSplit(int Training, int Validation);
}

/// <summary>One cell of the file, trimmed, and the line it stands on.</summary>
internal readonly record struct Cell(string Text, int Line)
{
    public bool IsMissing => Text.Length == 0 || Text is "NA" || string.Equals(Text, "NaN", StringComparison.OrdinalIgnoreCase);
}
