using System.Data.Common;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Silo.Storage;

/// <summary>How values stand in columns (the conventions of the first migration).</summary>
internal static class Columns
{
    private const string NotANumber = "NaN";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static object Real(double value) => double.IsNaN(value) ? NotANumber : value;

    public static object? Real(double? value) => value is { } number ? Real(number) : null;

    /// <summary>Sorts as text in the order of time.</summary>
    public static string Time(DateTimeOffset value) => value.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? value) => value is { } time ? Time(time) : null;

    public static string Seed(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="DamagedRowException">It is no time.</exception>
    public static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw DamagedRow.Told($"'{text}' is no time");

    public static DateTimeOffset? ReadOptionalTime(string? text) => text is null ? null : ReadTime(text);

    public static ulong ReadSeed(string text) => ulong.TryParse(text, CultureInfo.InvariantCulture, out var seed) ? seed : throw DamagedRow.Told($"'{text}' is no seed");

    public static double ReadReal(DbDataReader row, int column) =>
        ReadOptionalReal(row, column) ?? throw DamagedRow.Told($"column {row.GetName(column)} has no value where one is required");

    public static double? ReadOptionalReal(DbDataReader row, int column) => row.GetValue(column) switch
    {
        DBNull => null,
        double number => number,
        long whole => whole,
        string text when text == NotANumber => double.NaN,
        var other => throw DamagedRow.Told($"column {row.GetName(column)} holds '{other}'; expected a number, '{NotANumber}' or no value"),
    };
}
