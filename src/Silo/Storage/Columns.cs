using System.Data.Common;
using System.Globalization;

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

    public static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset? ReadOptionalTime(string? text) => text is null ? null : ReadTime(text);

    public static ulong ReadSeed(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    public static double ReadReal(DbDataReader row, int column) =>
        ReadOptionalReal(row, column) ?? throw new InvalidDataException($"Column {row.GetName(column)} of the ledger has no value where one is required.");

    public static double? ReadOptionalReal(DbDataReader row, int column) => row.GetValue(column) switch
    {
        DBNull => null,
        double number => number,
        long whole => whole,
        string text when text == NotANumber => double.NaN,
        var other => throw new InvalidDataException($"Column {row.GetName(column)} of the ledger holds '{other}'; expected a number, '{NotANumber}' or no value."),
    };
}
