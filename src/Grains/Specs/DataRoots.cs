using System.Collections.Immutable;

namespace Orchestrator.Grains.Specs;

/// <summary>The folders from which sweep files may have data read; none: every folder that the process may read.</summary>
internal sealed class DataRoots(ImmutableArray<string> folders)
{
    private readonly ImmutableArray<string> _folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Resolved(Path.GetFullPath(folder))))];

    public static DataRoots Everywhere { get; } = new([]);

    public string Listed => string.Join(", ", _folders);

    /// <summary>Whether the file, or what it links to, lies in one of the folders.</summary>
    /// <param name="file">Absolute; it need not exist.</param>
    public bool Allow(string file)
    {
        if (_folders.IsEmpty) return true;
        var real = Resolved(Path.GetFullPath(file));
        return _folders.Any(folder => real.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>Without links, in any part of the path.</summary>
    private static string Resolved(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = Target(next) is { } target ? Resolved(Path.GetFullPath(target, real)) : next;
        }
        return real;
    }

    /// <summary>Where a link leads in the end; null: it is none.</summary>
    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody gets past it either.
            return null;
        }
    }
}
