using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>One setting of one or more runs, defaults included.</summary>
/// <param name="Values">One per run, as labels; null: the key has no meaning there.</param>
[GenerateSerializer, Immutable, Alias("run-setting")]
public sealed record RunSetting(string Path, ImmutableArray<string?> Values);
