using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Workloads.Series;

/// <summary>What reading a CSV for the <c>series</c> workload came to: everything usable, or every mistake in it.</summary>
public abstract record SeriesLoad
{
    private SeriesLoad() { }

    public sealed record Loaded(SeriesData Data) : SeriesLoad;

    public sealed record Errors(ImmutableArray<SeriesError> All) : SeriesLoad;
}

/// <param name="Line">Line in the file, the header being 1; null when the mistake has no line.</param>
/// <param name="Column">Name of the column concerned, or null.</param>
/// <param name="Message">What was given, which rule it broke, what to do.</param>
public sealed record SeriesError(int? Line, string? Column, string Message)
{
    public override string ToString()
        => $"{(Line is { } line ? $"line {line}" : "")}{(Column is null ? "" : Line is null ? $"column {Column}" : $", column {Column}")}{(Line is null && Column is null ? "" : ": ")}{Message}";
}
