using System.Globalization;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Output;

/// <summary>CSV after RFC 4180 (lines end in CR LF): numbers round-trip, NaN and Infinity are written as such, no value is an empty field.</summary>
internal static class CsvText
{
    public static async Task WriteRowAsync(TextWriter writer, IEnumerable<object?> fields)
    {
        await writer.WriteAsync(string.Join(',', fields.Select(Field)));
        await writer.WriteAsync("\r\n");
    }

    public static string Field(object? value) => value switch
    {
        null => "",
        string text => Quoted(text),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        FailureCause cause => Choices.CauseName(cause),
        Enum name => name.ToString().ToLowerInvariant(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
