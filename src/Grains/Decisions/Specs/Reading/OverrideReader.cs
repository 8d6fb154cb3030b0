using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>
/// Overrides of the command line, written into the tree: path=value sets a key, path=a,b makes it vary. The last one wins, and takes the key
/// out of the file's space when it sets it.
/// </summary>
internal static class OverrideReader
{
    public static SpecNode.Mapping Apply(SpecNode.Mapping root, ImmutableArray<string> overrides, SpecErrors errors)
    {
        for (var index = 0; index < overrides.Length; index++) root = ApplyOne(root, overrides[index], index + 1, errors);
        return root;
    }

    private static SpecNode.Mapping ApplyOne(SpecNode.Mapping root, string text, int number, SpecErrors errors)
    {
        var place = new SpecPlace(0, 0, number);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            errors.Add(place, "", text, "an override has the form path=value", "such as solver.rtol=1e-5, or solver.rtol=1e-3,1e-5 to try both");
            return root;
        }
        var path = text[..equals].Trim();
        var pieces = Pieces(text[(equals + 1)..], number, path, errors);
        if (pieces.IsEmpty) return root;

        var inSpace = path.StartsWith(SweepKeys.Space + ".", StringComparison.Ordinal);
        if (inSpace) path = path[(SweepKeys.Space.Length + 1)..];
        if (SpecKeys.Find(path) is not { } key)
        {
            errors.Add(place, path, path, $"unknown key `{path}`", Nearest.Fix(path, [.. SpecKeys.All.Select(each => each.Path)]));
            return root;
        }
        if (!inSpace && Single(key, pieces, place) is { } value) return Set(WithoutSpaceKey(root, path), path.Split('.'), value);
        if (inSpace || key.CanVary) return SetInSpace(root, path, Domain(pieces, place));
        errors.Add(place, path, text[(equals + 1)..], $"{path} cannot vary within a sweep", $"quote text that has commas: {path}=\"a,b\"");
        return root;
    }

    /// <summary>The value, if the pieces are one: a list where the key is a list.</summary>
    private static SpecNode? Single(SpecKey key, ImmutableArray<SpecNode> pieces, SpecPlace place)
    {
        if (key.Kind is ValueKind.ListOf)
        {
            if (pieces.All(piece => piece is SpecNode.Scalar)) return new SpecNode.Sequence(place, pieces);
            return pieces is [SpecNode.Sequence] ? pieces[0] : null;
        }
        if (pieces.Length > 1) return null;
        return key.Kind is ValueKind.Structure || pieces[0] is SpecNode.Scalar || !key.CanVary ? pieces[0] : null;
    }

    private static SpecNode Domain(ImmutableArray<SpecNode> pieces, SpecPlace place)
        => pieces is [SpecNode.Sequence or SpecNode.Mapping] ? pieces[0] : new SpecNode.Sequence(place, pieces);

    private static SpecNode.Mapping Set(SpecNode.Mapping mapping, ReadOnlySpan<string> path, SpecNode value)
    {
        if (path.Length == 1) return mapping.With(new SpecEntry(path[0], value.Place, value));
        var below = mapping.Find(path[0])?.Value;
        return below switch
        {
            SpecNode.Mapping section => mapping.With(mapping.Find(path[0])! with { Value = Set(section, path[1..], value) }),
            null or SpecNode.Scalar { IsNull: true } => mapping.With(new SpecEntry(path[0], value.Place, Set(new SpecNode.Mapping(value.Place, []), path[1..], value))),
            _ => mapping, // not a section: the file's own error
        };
    }

    private static SpecNode.Mapping SetInSpace(SpecNode.Mapping root, string path, SpecNode domain)
    {
        var space = root.Find(SweepKeys.Space)?.Value as SpecNode.Mapping ?? new SpecNode.Mapping(domain.Place, []);
        if ((space.Find(path)?.Value as SpecNode.Mapping)?.Find("when") is { } condition && Domainlike(domain) is { } mapping && mapping.Find("when") is null)
            domain = mapping.With(condition);
        return root.With(new SpecEntry(SweepKeys.Space, root.Find(SweepKeys.Space)?.Place ?? domain.Place, space.With(new SpecEntry(path, domain.Place, domain))));
    }

    private static SpecNode.Mapping? Domainlike(SpecNode domain) => domain switch
    {
        SpecNode.Mapping mapping => mapping,
        SpecNode.Sequence values => new SpecNode.Mapping(values.Place, [new SpecEntry("values", values.Place, values)]),
        _ => null,
    };

    private static SpecNode.Mapping WithoutSpaceKey(SpecNode.Mapping root, string path)
        => root.Find(SweepKeys.Space) is { Value: SpecNode.Mapping space } entry && space.Find(path) is not null
            ? root.With(entry with { Value = space.Without(path) })
            : root;

    /// <summary>One value as a command line has it; null: it can not be read.</summary>
    public static SpecNode? Value(string text, string path, SpecErrors errors) => Value(text, 0, path, errors);

    private static SpecNode? Value(string text, int number, string path, SpecErrors errors)
        => text.Length > 0 && text[0] is '[' or '{' or '"' or '\'' ? SpecTree.ReadValue(text, number, path, errors) : new SpecNode.Scalar(new SpecPlace(0, 0, number), text, Plain: true);

    private static ImmutableArray<SpecNode> Pieces(string text, int number, string path, SpecErrors errors)
    {
        var pieces = ImmutableArray.CreateBuilder<SpecNode>();
        foreach (var piece in OverrideSplitter.Split(text))
        {
            if (piece.Length == 0)
            {
                errors.Add(new SpecPlace(0, 0, number), path, text, "a value is missing", "write path=value, several values with one comma between");
                return [];
            }
            if (Value(piece, number, path, errors) is not { } node) return [];
            pieces.Add(node);
        }
        return pieces.ToImmutable();
    }
}
