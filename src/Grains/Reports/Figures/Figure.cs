using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>One drawing with what the page says about it. All texts are plain and still to be encoded.</summary>
/// <param name="Id">Unique on the page.</param>
/// <param name="Svg">Ready to stand in the page.</param>
/// <param name="Caption">How to read it, and what was left out or thinned for drawing.</param>
/// <param name="Wide">Takes the whole width of the page.</param>
internal sealed record Figure(string Id, string Title, string Svg, string Caption, bool Wide);

/// <summary>What a colour stands for, written once for all figures that share it.</summary>
internal sealed record LegendEntry(Ink Ink, string Text);

/// <summary>All figures of a report with the legend of the trials that are drawn in colour.</summary>
internal sealed record FigureSet(ImmutableArray<LegendEntry> Legend, ImmutableArray<Figure> Comparison, ImmutableArray<Figure> Importance, ImmutableArray<Figure> Fit);
