using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>
/// Keys that the same trials have. Each group gets densities of its own, made of the trials that have it: what a key is worth where it exists does
/// not drown in trials that lack it, and a joint density is left for keys that are always set together.
/// </summary>
internal static class KeyGroups
{
    /// <param name="columns">Coordinates of all trials that have a kernel, in parts, each as [key][trial]; NaN: the trial lacks the key.</param>
    public static ImmutableArray<int[]> Of(params ReadOnlySpan<double[][]> columns)
    {
        var groups = new List<List<int>>();
        for (var key = 0; key < columns[0].Length; key++)
        {
            var its = default(List<int>);
            foreach (var group in groups)
                if (its is null && GoTogether(columns, group[0], key)) its = group;
            if (its is null) groups.Add([key]);
            else its.Add(key);
        }
        return [.. groups.Select(group => group.ToArray())];
    }

    private static bool GoTogether(ReadOnlySpan<double[][]> columns, int one, int other)
    {
        foreach (var part in columns)
            for (var trial = 0; trial < part[one].Length; trial++)
                if (double.IsNaN(part[one][trial]) != double.IsNaN(part[other][trial])) return false;
        return true;
    }
}
