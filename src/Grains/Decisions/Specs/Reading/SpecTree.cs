using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>YAML text to a tree with places. Works on the event stream: only there are both places of a repeated key known.</summary>
internal sealed class SpecTree
{
    /// <summary>A hand-written sweep file has a few kilobytes.</summary>
    public const int LargestFileBytes = 1 << 20;
    /// <summary>The deepest valid file has seven levels.</summary>
    public const int DeepestNesting = 32;
    /// <summary>Anchors can multiply a short text without end.</summary>
    public const long MostNodes = 100_000;

    private readonly Parser _parser;
    private readonly SpecErrors _errors;
    private readonly Dictionary<AnchorName, SpecNode> _anchors = [];

    /// <summary>Of the last thing that could be read.</summary>
    private SpecPlace Reached => _parser.Current is { } last ? At(last.Start) : new SpecPlace(1, 1);

    private SpecTree(string text, SpecErrors errors)
    {
        _parser = new Parser(new StringReader(text));
        _errors = errors;
    }

    /// <summary>The file's mapping, or null after adding what is wrong.</summary>
    public static SpecNode.Mapping? Read(string text, SpecErrors errors)
    {
        if (Encoding.UTF8.GetByteCount(text) > LargestFileBytes)
        {
            errors.Add(SpecPlace.Nowhere, "", $"{text.Length} characters", $"a sweep file has at most {LargestFileBytes / 1024} KiB", "keep data in files of its own and name them in workload.data");
            return null;
        }
        var tree = new SpecTree(text, errors);
        try
        {
            return tree.Document() switch
            {
                SpecNode.Mapping mapping => mapping,
                null or SpecNode.Scalar { IsNull: true } => Refuse(errors, SpecPlace.Nowhere, "", "the file is empty", "start with a workload; examples/spiral.yaml shows a complete file"),
                var other => Refuse(errors, other.Place, other.Given, "the file must be a mapping of sections", "start with `workload:`; examples/spiral.yaml shows a complete file"),
            };
        }
        catch (YamlException broken)
        {
            return TabAt(text, broken) is { } tab
                ? Refuse(errors, tab, "a tab", "YAML allows no tab as indentation", "indent with spaces")
                : Refuse(errors, At(broken.Start), "", $"not valid YAML: {OneLine(broken.Message)}", "check the indentation, quotes and brackets of this line and the one before; text with `: `, `#`, `,` or brackets needs quotes");
        }
        catch (InvalidOperationException)
        {
            // So the parser ends where a list or mapping in brackets goes on at the left edge.
            return Refuse(errors, tree.Reached, "", "not valid YAML: a bracket is opened and not closed", "close the bracket of this line, or indent the lines that belong into it");
        }
        catch (StopReadingException)
        {
            return null;
        }
    }

    /// <summary>The value of an override, such as "[a, b]"; null after adding what is wrong.</summary>
    public static SpecNode? ReadValue(string text, int overrideNumber, string path, SpecErrors errors)
    {
        var local = new SpecErrors();
        SpecNode? node = null;
        try
        {
            node = new SpecTree(text, local).Document();
        }
        catch (YamlException broken)
        {
            local.Add(SpecPlace.Nowhere, "", "", OneLine(broken.Message), "");
        }
        catch (InvalidOperationException)
        {
            local.Add(SpecPlace.Nowhere, "", "", "a bracket is opened and not closed", "");
        }
        catch (StopReadingException) { }
        var place = new SpecPlace(0, 0, overrideNumber);
        if (local.Any || node is null)
        {
            errors.Add(place, path, text, $"not a value: {local.All.Select(error => error.Rule).FirstOrDefault("nothing is there")}", "put text with special characters in double quotes, and the whole argument in single quotes for the shell");
            return null;
        }
        return Move(node, place);
    }

    private static SpecNode Move(SpecNode node, SpecPlace place) => node switch
    {
        SpecNode.Scalar scalar => scalar with { Place = place },
        SpecNode.Sequence sequence => new SpecNode.Sequence(place, [.. sequence.Items.Select(item => Move(item, place))]),
        SpecNode.Mapping mapping => new SpecNode.Mapping(place, [.. mapping.Entries.Select(entry => new SpecEntry(entry.Key, place, Move(entry.Value, place)))]),
        _ => node,
    };

    private SpecNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var root = Node(1);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            throw Stop(At(second.Start), "---", "a file holds one sweep", "put the second one in a file of its own");
        return root;
    }

    private SpecNode Node(int depth)
    {
        var next = _parser.Consume<ParsingEvent>();
        if (depth > DeepestNesting) throw Stop(At(next.Start), "", $"nested more than {DeepestNesting} levels deep", "check the indentation");
        if (next is AnchorAlias alias) return Referenced(alias);
        SpecNode node = next switch
        {
            Scalar scalar => new SpecNode.Scalar(At(scalar.Start), scalar.Value, IsPlain(scalar)),
            SequenceStart start => Items(start, depth),
            MappingStart start => Entries(start, depth),
            _ => throw Stop(At(next.Start), "", "not a value", "write a value, a list or a mapping"),
        };
        if (node.Size > MostNodes) throw Stop(node.Place, "", $"more than {MostNodes} values", "a range such as { int: [1, 1000000] } needs no list");
        if (next is NodeEvent { Anchor.IsEmpty: false } named) _anchors[named.Anchor] = node;
        return node;
    }

    private SpecNode Referenced(AnchorAlias alias)
        => _anchors.TryGetValue(alias.Value, out var node)
            ? node
            : throw Stop(At(alias.Start), $"*{alias.Value}", "no complete value has this anchor above", $"define it first with &{alias.Value}");

    private SpecNode.Sequence Items(SequenceStart start, int depth)
    {
        RefuseTag(start);
        var items = ImmutableArray.CreateBuilder<SpecNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new SpecNode.Sequence(At(start.Start), items.ToImmutable());
    }

    private SpecNode.Mapping Entries(MappingStart start, int depth)
    {
        RefuseTag(start);
        var entries = ImmutableArray.CreateBuilder<SpecEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not SpecNode.Scalar name)
                _errors.Add(key.Place, "", key.Given, "a key must be a name", "quote it, or check for a missing colon");
            else if (entries.FirstOrDefault(entry => entry.Key == name.Value) is { } earlier)
                _errors.Add(name.Place, "", name.Value, $"the key `{name.Value}` is there twice: line {earlier.Place.Line} and line {name.Place.Line}", "keep one of them");
            else
                entries.Add(new SpecEntry(name.Value, name.Place, value));
        }
        return new SpecNode.Mapping(At(start.Start), entries.ToImmutable());
    }

    private bool IsPlain(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific) return scalar.Style == ScalarStyle.Plain;
        if (scalar.Tag.Value == "tag:yaml.org,2002:str") return false;
        RefuseTag(scalar);
        return false;
    }

    private void RefuseTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            _errors.Add(At(node.Start), "", node.Tag.ToString(), "tags have no meaning in a sweep file", "remove it; the key decides what kind of value it takes");
    }

    private StopReadingException Stop(SpecPlace place, string given, string rule, string fix)
    {
        _errors.Add(place, "", given, rule, fix);
        return new StopReadingException();
    }

    private static SpecNode.Mapping? Refuse(SpecErrors errors, SpecPlace place, string given, string rule, string fix)
    {
        errors.Add(place, "", given, rule, fix);
        return null;
    }

    private static SpecPlace At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    /// <summary>The tab that broke the file, if one did: the parser only says which part it could not read.</summary>
    private static SpecPlace? TabAt(string text, YamlException broken)
    {
        var lines = text.Split('\n');
        for (var line = (int)broken.Start.Line; line <= Math.Min(lines.Length, (int)broken.End.Line + 1); line++)
            if (lines[line - 1].TakeWhile(char.IsWhiteSpace).ToList().IndexOf('\t') is >= 0 and var column)
                return new SpecPlace(line, column + 1);
        return null;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    /// <summary>Nothing sensible can be read after this; the error is already noted.</summary>
    private sealed class StopReadingException : Exception;
}
