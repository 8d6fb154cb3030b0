using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>A sweep file as a person wrote it, with the overrides of the command line.</summary>
/// <param name="Text">Content of the file (YAML).</param>
/// <param name="FileName">For messages, as the person typed it.</param>
/// <param name="Directory">Absolute; data paths in the file are relative to it.</param>
/// <param name="Overrides">"path=value" in order; later ones win.</param>
[GenerateSerializer, Immutable, Alias("sweep-source")]
public sealed record SweepSource(string Text, string FileName, string Directory, ImmutableArray<string> Overrides);

/// <summary>One mistake in a sweep file.</summary>
/// <param name="Where">Dotted path of the key, or empty for the file as a whole.</param>
/// <param name="Line">1-based; 0 when the mistake has no line (an override, a missing key).</param>
/// <param name="Given">The value as written.</param>
/// <param name="Rule">What it breaks.</param>
/// <param name="Fix">What to write instead.</param>
[GenerateSerializer, Immutable, Alias("spec-error")]
public sealed record SpecError(string Where, int Line, int Column, string Given, string Rule, string Fix);

/// <summary>What is known of a sweep file before anything runs. Spec is null exactly when there are errors.</summary>
/// <param name="Trials">Number of trials as an exact whole number in decimal digits (a grid can exceed any machine integer), or empty when unbounded.</param>
/// <param name="Runs">Trials × replicates, limited by the budget; same form.</param>
[GenerateSerializer, Immutable, Alias("spec-check")]
public sealed record SpecCheck(ImmutableArray<SpecError> Errors, ImmutableArray<string> Remarks, SweepSpec? Spec, string Trials, string Runs);
