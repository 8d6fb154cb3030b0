using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Writing;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Conditions;

/// <summary>What comparisons of sizes mean.</summary>
internal static class Terms
{
    private static readonly ImmutableArray<(string Symbol, Comparison Comparison)> _symbols =
    [
        ("<", Comparison.Less), ("<=", Comparison.LessOrEqual), (">", Comparison.Greater), (">=", Comparison.GreaterOrEqual), ("==", Comparison.Equal),
    ];

    public static ImmutableArray<string> Symbols { get; } = [.. _symbols.Select(each => each.Symbol)];

    public static Comparison Of(string symbol) => _symbols.First(each => each.Symbol == symbol).Comparison;

    public static bool IsNumeric(SpecKey key) => key.Kind is ValueKind.Number or ValueKind.Whole;

    public static bool Holds(SpaceCondition.Compare compare, Func<string, ParameterValue?> valueOf)
        => Size(compare.Left, valueOf) is { } left && Size(compare.Right, valueOf) is { } right && compare.Comparison switch
        {
            Comparison.Less => left < right,
            Comparison.LessOrEqual => left <= right,
            Comparison.Greater => left > right,
            Comparison.GreaterOrEqual => left >= right,
            Comparison.Equal => left == right,
            _ => throw new InvalidOperationException($"{compare.Comparison} has no meaning."),
        };

    public static IEnumerable<string> Keys(SpaceCondition.Compare compare) => new[] { compare.Left.Path, compare.Right.Path }.OfType<string>();

    public static string Text(SpaceCondition.Compare compare)
        => $"{Text(compare.Left)} {_symbols.First(each => each.Comparison == compare.Comparison).Symbol} {Text(compare.Right)}";

    private static string Text(ConditionTerm term)
    {
        var factor = YamlText.Of(new ParameterValue.Number(term.Factor));
        return term.Path is null ? factor : term.Factor == 1 ? term.Path : $"{factor} * {term.Path}";
    }

    private static double? Size(ConditionTerm term, Func<string, ParameterValue?> valueOf) => term.Path is null ? term.Factor : valueOf(term.Path) switch
    {
        ParameterValue.Number number => term.Factor * number.Value,
        ParameterValue.Whole whole => term.Factor * whole.Value,
        _ => null,
    };
}
