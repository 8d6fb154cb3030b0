using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Telemetry;

/// <summary>What a span covers, as the documentation shows it.</summary>
/// <param name="Source">Name of the activity source that starts it.</param>
/// <param name="Parent">The span it hangs on, in words.</param>
/// <param name="Attributes">Keys of everything it may carry.</param>
public sealed record SpanDescription(string Name, string Source, string Parent, ImmutableArray<string> Attributes);
