using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Output;

/// <summary>The steps that a solve tried, in their order: the first ones where there were more than are kept.</summary>
/// <param name="Starts">Problem time at which each step begins.</param>
/// <param name="Lengths">Signed length in problem time.</param>
/// <param name="Accepted">False: its error was too large, and a shorter one was tried from the same start.</param>
/// <param name="Tried">Steps that the solve tried in all.</param>
public sealed record StepTrace(ImmutableArray<float> Starts, ImmutableArray<float> Lengths, ImmutableArray<bool> Accepted, long Tried);
