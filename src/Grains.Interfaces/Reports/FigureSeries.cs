using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Reports;

public enum AxisKind { Linear = 1, Logarithmic = 2, Time = 3 }

/// <param name="Title">With its unit.</param>
[GenerateSerializer, Immutable, Alias("figure-axis")]
public sealed record FigureAxis(string Title, AxisKind Kind);

public enum TraceStyle { Line = 1, Points = 2, Steps = 3, Bars = 4, Arrows = 5 }

/// <summary>One line, cloud of points, row of bars or field of arrows. A value that is not finite is a gap.</summary>
/// <param name="Name">For the legend and the data file.</param>
/// <param name="X">Seconds since 1970 (UTC) on an axis of kind Time.</param>
/// <param name="Y">As long as X.</param>
/// <param name="Labels">What each point is, as long as X; empty: nothing to say.</param>
[GenerateSerializer, Immutable, Alias("figure-trace")]
public sealed record FigureTrace(string Name, TraceStyle Style, ImmutableArray<double> X, ImmutableArray<double> Y, ImmutableArray<string> Labels)
{
    /// <summary>Lower end of the band at each point, or x of an arrow's tip; empty: no band.</summary>
    [Id(0)] public ImmutableArray<double> Low { get; init; } = [];

    /// <summary>Upper end of the band at each point, end of a bar, or y of an arrow's tip; empty: no band.</summary>
    [Id(1)] public ImmutableArray<double> High { get; init; } = [];
}

/// <summary>A drawing as data: whoever shows it computes nothing.</summary>
/// <param name="Id">Stable; file names come from it.</param>
/// <param name="Caption">How to read it, and what was left out.</param>
[GenerateSerializer, Immutable, Alias("figure-series")]
public sealed record FigureSeries(string Id, string Title, FigureAxis X, FigureAxis Y, ImmutableArray<FigureTrace> Traces, string Caption)
{
    /// <summary>Names of the rows where Y counts rows, as devices do in a timeline; empty otherwise.</summary>
    [Id(0)] public ImmutableArray<string> Rows { get; init; } = [];
}
