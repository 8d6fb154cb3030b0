using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Workloads;

/// <summary>The plane of a state of two features, in the model's own units.</summary>
/// <param name="XName">What the first feature is.</param>
/// <param name="ObservedX">First coordinates of the data, as long as ObservedY.</param>
internal sealed record PhasePlane(string XName, string YName, ImmutableArray<double> ObservedX, ImmutableArray<double> ObservedY);
