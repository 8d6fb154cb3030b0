using System.Text.Json;
using CsvHelper;

namespace Orchestrator.Dashboard.Api;

/// <summary>Flat records as CSV, one row each, under the names that they have in JSON.</summary>
internal static class CsvRows
{
    public static async Task WriteAsync<T>(Stream stream, IAsyncEnumerable<T> rows)
    {
        var columns = typeof(T).GetProperties().Where(property => property.GetMethod is { IsStatic: false }).ToArray();
        await using var csv = CsvWriter.Create(stream, new CsvWriterOptions(), leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(column => JsonNamingPolicy.CamelCase.ConvertName(column.Name))]);
        await foreach (var row in rows)
        {
            foreach (var column in columns) csv.WriteField(column.GetValue(row));
            await csv.EndRecordAsync();
        }
    }
}
