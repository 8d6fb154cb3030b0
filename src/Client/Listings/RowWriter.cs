using System.Text.Json;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;

namespace Orchestrator.Client.Listings;

/// <summary>Writes rows one by one as they come, as CSV with a header or as a JSON array of flat objects.</summary>
internal static class RowWriter
{
    public static async Task WriteAsync<T>(TextWriter writer, OutputFormat format, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellation)
    {
        if (format == OutputFormat.Json)
            await WriteJsonAsync(writer, columns, rows, cancellation);
        else
            await WriteCsvAsync(writer, columns, rows, cancellation);
        await writer.FlushAsync(cancellation);
    }

    public static Task WriteAsync<T>(TextWriter writer, OutputFormat format, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows, CancellationToken cancellation) =>
        WriteAsync(writer, format, columns, rows.ToAsyncEnumerable(), cancellation);

    private static async Task WriteCsvAsync<T>(TextWriter writer, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellation)
    {
        await CsvText.WriteRowAsync(writer, columns.Select(column => column.Name));
        await foreach (var row in rows.WithCancellation(cancellation))
            await CsvText.WriteRowAsync(writer, columns.Select(column => column.Read(row)));
    }

    private static async Task WriteJsonAsync<T>(TextWriter writer, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellation)
    {
        var separator = "[\n";
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            await writer.WriteAsync(separator);
            await writer.WriteAsync(JsonObject(columns, row));
            separator = ",\n";
        }
        await writer.WriteAsync(separator == "[\n" ? "[]\n" : "\n]\n");
    }

    private static string JsonObject<T>(IReadOnlyList<Column<T>> columns, T row)
    {
        var pairs = columns.Select(column => $"{JsonSerializer.Serialize(column.Name, JsonText.Compact)}:{JsonSerializer.Serialize(column.Read(row), JsonText.Compact)}");
        return $"{{{string.Join(',', pairs)}}}";
    }
}
