namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>What a misspelt name probably meant.</summary>
internal static class Nearest
{
    /// <summary>Longer lists would bury a good guess.</summary>
    private const int ShortList = 12;

    /// <summary>"did you mean …?" when something is near, otherwise the choices.</summary>
    public static string Fix(string given, IReadOnlyCollection<string> known)
    {
        var choices = $"known: {string.Join(", ", known)}";
        return Find(given, known) is not { } name ? choices : known.Count > ShortList ? $"did you mean `{name}`?" : $"did you mean `{name}`? ({choices})";
    }

    /// <summary>The known name with the fewest edits, if they are few for its length; null otherwise.</summary>
    public static string? Find(string given, IEnumerable<string> known)
    {
        var best = known
            .Select(name => new { Name = name, Edits = Distance(given.ToLowerInvariant(), name.ToLowerInvariant()) })
            .OrderBy(candidate => candidate.Edits).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not null && best.Edits <= Math.Max(2, best.Name.Length / 3) ? best.Name : null;
    }

    /// <summary>Edit distance with insertion, deletion, replacement and exchange of neighbours (optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        if (a.Length > 200 || b.Length > 200) return int.MaxValue;
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) edits[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) edits[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        return edits[a.Length, b.Length];
    }
}
