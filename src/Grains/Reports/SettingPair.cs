using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports;

/// <summary>Two trials that differ in one key only.</summary>
/// <param name="Context">All other keys, the same in both.</param>
internal sealed record SettingPair(string Key, ParameterValue ValueA, ParameterValue ValueB, ImmutableArray<AssignedValue> Context, TrialHistory A, TrialHistory B)
{
    public PairedSamples Samples(Metric metric) => PairedSamples.Of(A, B, metric);

    public PairedDifference Difference(Metric metric, Contrast contrast) =>
        new(Key, ValueA.Label, ValueB.Label, Context, metric.Name, contrast.Percent) { TrialA = A.Number, TrialB = B.Number, Contrast = contrast };
}
