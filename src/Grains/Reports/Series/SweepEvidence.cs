using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The rows of a sweep that its figures are drawn from.</summary>
/// <param name="Observations">Of the runs that <see cref="SweepFigures.RunsOfCurves"/> names.</param>
internal sealed record SweepEvidence(
    SweepRow Sweep, ImmutableArray<TrialRow> Trials, ImmutableArray<RunRow> Runs, ImmutableArray<AttemptRow> Attempts, IReadOnlyList<ObservationRow> Observations);
