using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>A sweep file read into types, combinations not yet checked.</summary>
/// <param name="Places">Where each key was written: its path; space.PATH for keys of the space; search.enqueue[0] for points.</param>
internal sealed record SpecDraft(SweepSpec Spec, ImmutableDictionary<string, SpecPlace> Places)
{
    public SpecPlace PlaceOf(string path) => Places.GetValueOrDefault(path);

    public static string InSpace(string path) => $"space.{path}";

    /// <summary>Where the key's values come from: the space if it varies.</summary>
    public SpecPlace PlaceInEffect(string path) => Places.TryGetValue(InSpace(path), out var place) ? place : PlaceOf(path);

    public bool Varies(string path) => Spec.Space.Any(key => key.Path == path);
}
