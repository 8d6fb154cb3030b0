using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Specs;

/// <summary>Reads the data of a series workload as training will, before anything starts.</summary>
internal interface ISeriesCheck
{
    SeriesVerdict Check(WorkloadChoice.Series series);
}

/// <param name="Faults">Every mistake in the file; empty: usable.</param>
/// <param name="Remarks">What a person should know but needs not change.</param>
internal sealed record SeriesVerdict(ImmutableArray<SeriesFault> Faults, ImmutableArray<string> Remarks);

/// <param name="Line">Of the data file; null: none.</param>
internal sealed record SeriesFault(int? Line, string? Column, string Message);
