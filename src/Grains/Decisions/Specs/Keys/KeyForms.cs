using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>Between the values of a file and the fields of the spec's records.</summary>
internal static class KeyForms
{
    public static ParameterValue Number(double value) => new ParameterValue.Number(value);
    public static ParameterValue? Number(double? value) => value is { } number ? Number(number) : null;
    public static ParameterValue Whole(long value) => new ParameterValue.Whole(value);
    public static ParameterValue? Whole(long? value) => value is { } number ? Whole(number) : null;
    public static ParameterValue Text(string value) => new ParameterValue.Text(value);
    public static ParameterValue Flag(bool value) => new ParameterValue.Flag(value);
    public static ParameterValue? Span(TimeSpan? value) => value is { } span ? Text(Durations.Format(span)) : null;
    public static ParameterValue? Bytes(long? value) => value is { } bytes ? Text(ByteSizes.Format(bytes)) : null;
    public static ParameterValue Wholes(IEnumerable<long> values) => new ParameterValue.List([.. values.Select(Whole)]);
    public static ParameterValue Texts(IEnumerable<string> values) => new ParameterValue.List([.. values.Select(Text)]);

    public static double Number(this ParameterValue? value) => ((ParameterValue.Number)value!).Value;
    public static double? NumberOrNone(this ParameterValue? value) => ((ParameterValue.Number?)value)?.Value;
    public static long Whole(this ParameterValue? value) => ((ParameterValue.Whole)value!).Value;
    public static long? WholeOrNone(this ParameterValue? value) => ((ParameterValue.Whole?)value)?.Value;
    public static int Count(this ParameterValue? value) => checked((int)value.Whole());
    public static string Text(this ParameterValue? value) => ((ParameterValue.Text)value!).Value;
    public static bool Flag(this ParameterValue? value) => ((ParameterValue.Flag)value!).Value;
    public static TimeSpan? SpanOrNone(this ParameterValue? value) => value is null ? null : Durations.Parse(value.Text());
    public static long? BytesOrNone(this ParameterValue? value) => value is null ? null : ByteSizes.Parse(value.Text());
    public static ImmutableArray<int> Counts(this ParameterValue? value) => [.. ((ParameterValue.List)value!).Items.Select(Count)];
    public static ImmutableArray<string> Texts(this ParameterValue? value) => [.. ((ParameterValue.List)value!).Items.Select(Text)];

    /// <summary>Whole numbers that a field of 32 bits holds.</summary>
    public static ValueKind.Whole Counting(int low, int high = int.MaxValue) => new(new NumberRange(low, high));

    /// <summary>Whole numbers that a field of 64 bits holds and float64 has exactly.</summary>
    public static ValueKind.Whole LongCounting(long low) => new(new NumberRange(low, 1L << 53));

    public static ValueKind.Choice OneOf(Func<ImmutableArray<string>> names) => new(names);
    public static ValueKind.Choice OneOf(ImmutableArray<string> names) => new(() => names);
}
