using System.Text;

namespace Orchestrator.Grains.Actors;

/// <summary>Ids of sweeps: safe in URLs, file names and shells, whatever script the name is written in.</summary>
internal static class SweepIds
{
    private const int LongestSlug = 40;
    private const int FingerprintDigits = 6;

    /// <summary>name-3fa9c1, name-3fa9c1-2, name-3fa9c1-3, …</summary>
    public static IEnumerable<string> Candidates(string name, string fingerprint)
    {
        var first = $"{Slug(name)}-{fingerprint[..FingerprintDigits].ToLowerInvariant()}";
        yield return first;
        for (var number = 2L; ; number++) yield return $"{first}-{number}";
    }

    /// <summary>ASCII letters and digits, everything else as single hyphens; "sweep" when nothing is left.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length == LongestSlug) break;
        }
        var text = slug.ToString().Trim('-');
        return text.Length > 0 ? text : "sweep";
    }
}
