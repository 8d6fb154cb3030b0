using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>A run of a population that went on with what another one had learned.</summary>
/// <param name="Trial">Who goes on.</param>
/// <param name="Source">Whose parameters it has since then.</param>
/// <param name="Iteration">Iterations that both had completed.</param>
/// <param name="Changes">Values that are others for the trial since then.</param>
[GenerateSerializer, Immutable, Alias("inheritance")]
public sealed record Inheritance(int Trial, int Source, int Iteration, ImmutableArray<SettingChange> Changes);

/// <param name="Before">Null: the key did not exist for the trial before.</param>
/// <param name="After">Null: it does not exist since then.</param>
[GenerateSerializer, Immutable, Alias("setting-change")]
public sealed record SettingChange(string Path, ParameterValue? Before, ParameterValue? After);
