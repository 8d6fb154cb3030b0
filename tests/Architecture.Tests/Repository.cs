namespace Orchestrator.Architecture.Tests;

/// <summary>The checked-out source tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] SourceFolders = ["src", "tests", "bench", "build"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file written by hand.</summary>
    public static IEnumerable<string> SourceFiles => SourceFolders
        .Select(f => Path.Combine(Root, f))
        .Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories))
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                 && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No Orchestrator.sln above {AppContext.BaseDirectory}: run these tests from their build output inside the repository.");
    }
}
