using System.Text.RegularExpressions;
using Orchestrator.Client.Tests.Processes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Client.Tests.Deploy;

/// <summary>The files under deploy/, as trees and as text.</summary>
internal static partial class DeployFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    public static string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>The documents of a YAML file, merged keys in their places.</summary>
    public static IReadOnlyList<YamlMappingNode> Documents(params string[] parts)
    {
        using var text = new StreamReader(At(parts));
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(text)));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>Names of silo settings as docs/cluster.md lists them.</summary>
    public static IReadOnlySet<string> Settings { get; } =
        SettingRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "cluster.md"))).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Settings that a text gives in variables.</summary>
    public static IEnumerable<string> VariablesIn(string text) => Variable().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    public static YamlNode? At(this YamlNode node, params string[] path) =>
        path.Aggregate((YamlNode?)node, (here, key) => here is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var next) ? next : null);

    public static string TextAt(this YamlNode node, params string[] path) => ((YamlScalarNode?)node.At(path))?.Value ?? throw new InvalidOperationException($"{string.Join('.', path)} is missing.");

    public static IEnumerable<YamlNode> ItemsAt(this YamlNode node, params string[] path) => (node.At(path) as YamlSequenceNode)?.Children ?? [];

    public static IEnumerable<KeyValuePair<string, YamlNode>> EntriesAt(this YamlNode node, params string[] path) =>
        (node.At(path) as YamlMappingNode)?.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, entry.Value)) ?? [];

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex("ORCHESTRATOR_([A-Z]+)")]
    private static partial Regex Variable();
}
