using Orchestrator.Grains.Decisions.Specs.Reading;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Where a rule is broken.</summary>
/// <param name="Path">The key to look at; space.PATH for a key of the space.</param>
internal sealed record Breach(string Path, string Given, string Rule, string Fix);

/// <summary>A rule over combinations.</summary>
/// <param name="Id">Stable name, for tests and documentation.</param>
/// <param name="Text">What it demands, for documentation.</param>
internal sealed record SpecRule(string Id, string Text, Func<SpecDraft, IEnumerable<Breach>> Test);
