using System.Xml.Linq;

namespace Orchestrator.Architecture.Tests;

/// <summary>What a project under src asks for by name.</summary>
internal sealed record ProjectFile(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(Read)];

    private static ProjectFile Read(string path)
    {
        var items = XDocument.Load(path).Descendants().ToLookup(e => e.Name.LocalName, e => (string?)e.Attribute("Include") ?? "");
        return new(
            Path.GetFileNameWithoutExtension(path),
            [.. items["ProjectReference"].Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. items["PackageReference"]]);
    }
}
