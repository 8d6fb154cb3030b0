using System.Collections.Immutable;

namespace Orchestrator.Grains.Telemetry;

/// <summary>Measurements of one instrument with the same attributes, on their way from a device process to the silo, which is the one that exports them.</summary>
/// <param name="Values">Of a counter their sum, of others all of them in order.</param>
[GenerateSerializer, Immutable, Alias("measured-series")]
internal sealed record MeasuredSeries(string Instrument, ImmutableArray<MeasuredTag> Tags, ImmutableArray<double> Values);

[GenerateSerializer, Immutable, Alias("measured-tag")]
internal readonly record struct MeasuredTag(string Key, string Value);
