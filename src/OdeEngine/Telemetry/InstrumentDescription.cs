using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Telemetry;

/// <summary>What an instrument measures, as the documentation shows it.</summary>
/// <param name="Kind">counter, up-down counter, gauge or histogram.</param>
/// <param name="Unit">UCUM; a thing that is counted stands in braces.</param>
/// <param name="Attributes">Keys of everything a measurement may carry.</param>
public sealed record InstrumentDescription(string Name, string Kind, string Unit, string Meaning, ImmutableArray<string> Attributes);
