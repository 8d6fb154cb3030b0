using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>Every key of the sweep file, in the order of the file. Parser, resolved spec, schema, documentation and its test enumerate it.</summary>
internal static class SpecKeys
{
    public static ImmutableArray<SpecKey> All { get; } =
        [SweepKeys.NameKey, .. WorkloadKeys.All, .. ModelKeys.All, .. TrainingKeys.All, .. SolverKeys.All, .. SweepKeys.All, .. PruningKeys.All];

    private static readonly FrozenDictionary<string, SpecKey> _byPath = All.ToFrozenDictionary(key => key.Path);

    /// <summary>Paths that hold keys and are none themselves: solver, training.optimizer, ….</summary>
    public static FrozenSet<string> Sections { get; } = All.SelectMany(key => Ancestors(key.Path)).ToFrozenSet();

    public static SpecKey? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Names that can stand in a section ("" is the top of the file).</summary>
    public static ImmutableArray<string> NamesIn(string section)
    {
        var prefix = section.Length == 0 ? "" : section + ".";
        return [.. All.Where(key => key.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key.Path[prefix.Length..].Split('.')[0]).Distinct()];
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot];
    }
}
