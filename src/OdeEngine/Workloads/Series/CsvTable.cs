using System.Collections.Immutable;
using CsvHelper;

namespace Orchestrator.OdeEngine.Workloads.Series;

/// <summary>The wanted columns of a CSV as text with line numbers.</summary>
internal sealed record CsvTable(IReadOnlyList<Cell> TimeCells, ImmutableArray<IReadOnlyList<Cell>> ValueCells)
{
    /// <summary>Null when header or columns are wrong; short rows are reported and left out.</summary>
    public static CsvTable? Read(TextReader reader, string timeColumn, ImmutableArray<string> columns, List<SeriesError> errors)
    {
        var options = new CsvReaderOptions { Separator = ',', HasHeader = false, TrackLineNumbers = true, TrimWhitespace = true };
        using var parser = CsvReader.Create(reader, options, leaveOpen: true);
        if (!parser.Read())
        {
            errors.Add(new SeriesError(1, null, "The file is empty; the first line must name the columns."));
            return null;
        }
        var header = Fields(parser);
        var wanted = columns.Prepend(timeColumn).ToArray();
        var positions = wanted.Select(name => Find(name, header, errors)).ToArray();
        foreach (var twice in wanted.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            errors.Add(new SeriesError(null, twice.Key, "The column is asked for twice; name each column once, and the time column not among the values."));
        if (columns.IsDefaultOrEmpty)
            errors.Add(new SeriesError(null, null, $"No columns are asked for; name at least one of {Listed(header)}."));
        if (errors.Count > 0)
            return null;
        var cells = wanted.Select(_ => new List<Cell>()).ToArray();
        ReadRows(parser, header.Length, positions, cells, errors);
        return new CsvTable(cells[0], [.. cells.Skip(1)]);
    }

    private static void ReadRows(CsvReader parser, int width, int[] positions, List<Cell>[] cells, List<SeriesError> errors)
    {
        while (parser.Read())
        {
            var record = Fields(parser);
            if (record.Length != width)
            {
                errors.Add(new SeriesError((int)parser.LineNumber, null, $"The line has {record.Length} fields, the header {width}; every line needs as many as the header."));
                continue;
            }
            for (var k = 0; k < positions.Length; k++)
                cells[k].Add(new Cell(record[positions[k]].Trim(), (int)parser.LineNumber));
        }
    }

    private static string[] Fields(CsvReader parser) => [.. Enumerable.Range(0, parser.FieldCount).Select(parser.GetString)];

    private static int Find(string name, string[] header, List<SeriesError> errors)
    {
        var position = Array.IndexOf(header, name);
        if (position < 0)
            errors.Add(new SeriesError(1, name, $"The header has no such column; it has {Listed(header)}."));
        else if (Array.LastIndexOf(header, name) != position)
            errors.Add(new SeriesError(1, name, "The header names this column twice; names must differ."));
        return position;
    }

    private static string Listed(string[] header) => string.Join(", ", header.Select(name => $"'{name}'"));
}
