using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Conditions;

/// <summary>
/// condition := and ("or" and)*; and := not ("and" not)*; not := "not" not | "(" condition ")" | capability | flag key
/// | key "==" value | key "!=" value | key ["not"] "in" "[" value, ... "]".
/// </summary>
internal sealed class ConditionParser
{
    private readonly ImmutableArray<ConditionToken> _tokens;
    private readonly SpecPlace _start;
    private readonly string _path;
    private readonly SpecErrors _errors;
    private int _next;

    private ConditionParser(string text, SpecPlace start, string path, SpecErrors errors)
    {
        _tokens = ConditionTokens.Of(text);
        _start = start;
        _path = path;
        _errors = errors;
    }

    /// <summary>Null after adding what is wrong.</summary>
    /// <param name="path">The key that the condition belongs to, for messages.</param>
    public static SpaceCondition? Parse(SpecNode.Scalar text, string path, SpecErrors errors)
    {
        var parser = new ConditionParser(text.Value, text.Plain ? text.Place : text.Place.Right(1), path, errors);
        try
        {
            var condition = parser.Or();
            return parser.Peek.Kind == TokenKind.End ? condition : throw parser.Wrong(parser.Peek, "the condition ends before this", "join conditions with `and` or `or`");
        }
        catch (ConditionException)
        {
            return null;
        }
    }

    /// <summary>A condition of this program's own.</summary>
    public static SpaceCondition Parse(string text)
    {
        var errors = new SpecErrors();
        return Parse(new SpecNode.Scalar(SpecPlace.Nowhere, text, true), "", errors) ?? throw new ArgumentException($"'{text}': {errors.All[0].Rule}");
    }

    private ConditionToken Peek => _tokens[_next];

    private SpaceCondition Or()
    {
        var left = And();
        while (TakeWord("or")) left = new SpaceCondition.Either(left, And());
        return left;
    }

    private SpaceCondition And()
    {
        var left = Not();
        while (TakeWord("and")) left = new SpaceCondition.Both(left, Not());
        return left;
    }

    private SpaceCondition Not()
    {
        if (TakeWord("not")) return new SpaceCondition.Not(Not());
        if (!TakeSymbol("(")) return Comparison();
        var inner = Or();
        Expect(")");
        return inner;
    }

    private SpaceCondition Comparison()
    {
        var name = Peek;
        if (name.Kind != TokenKind.Word) throw Wrong(name, "a key or a capability is expected here", $"such as solver.method == dopri5, or a capability: {string.Join(", ", Capabilities.All.Select(each => each.Name))}");
        _next++;
        if (Capabilities.Find(name.Text) is not null) return new SpaceCondition.Capability(name.Text);
        var key = SpecKeys.Find(name.Text);
        if (key is null || !IsSetting(key)) throw Wrong(name, $"`{name.Text}` is no key of a run and no capability", Nearest.Fix(name.Text, [.. Capabilities.All.Select(each => each.Name), .. SpecKeys.All.Where(IsSetting).Select(each => each.Path)]));
        if (TakeSymbol("==")) return new SpaceCondition.EqualTo(key.Path, Value(key));
        if (TakeSymbol("!=")) return new SpaceCondition.Not(new SpaceCondition.EqualTo(key.Path, Value(key)));
        if (TakeWord("in")) return new SpaceCondition.OneOf(key.Path, Values(key));
        if (TakeWord("not"))
        {
            if (!TakeWord("in")) throw Wrong(Peek, "`not` after a key must be followed by `in`", "such as solver.method not in [rk4, euler]");
            return new SpaceCondition.Not(new SpaceCondition.OneOf(key.Path, Values(key)));
        }
        return key.Kind is ValueKind.Flag
            ? new SpaceCondition.EqualTo(key.Path, new ParameterValue.Flag(true))
            : throw Wrong(Peek, $"a comparison is expected after {key.Path}", "write ==, != or in [..]");
    }

    private static bool IsSetting(SpecKey key) => key.CanVary || key.Path is WorkloadKeys.Kind or SchedulerKeys.Kind;

    private ImmutableArray<ParameterValue> Values(SpecKey key)
    {
        Expect("[");
        var values = ImmutableArray.CreateBuilder<ParameterValue>();
        do values.Add(Value(key)); while (TakeSymbol(","));
        Expect("]");
        return values.ToImmutable();
    }

    private ParameterValue Value(SpecKey key) => ValueReader.Read(key, Literal(), _errors) ?? throw new ConditionException();

    private SpecNode Literal()
    {
        var token = Peek;
        var place = _start.Right(token.At);
        if (TakeSymbol("["))
        {
            var items = ImmutableArray.CreateBuilder<SpecNode>();
            if (TakeSymbol("]")) return new SpecNode.Sequence(place, []);
            do items.Add(Literal()); while (TakeSymbol(","));
            Expect("]");
            return new SpecNode.Sequence(place, items.ToImmutable());
        }
        if (token.Kind is not (TokenKind.Word or TokenKind.Quoted)) throw Wrong(token, "a value is expected here", "quote text with special characters");
        _next++;
        return new SpecNode.Scalar(place, token.Text, token.Kind == TokenKind.Word);
    }

    private bool TakeWord(string word) => Take(TokenKind.Word, word);
    private bool TakeSymbol(string symbol) => Take(TokenKind.Symbol, symbol);

    private bool Take(TokenKind kind, string text)
    {
        if (Peek.Kind != kind || Peek.Text != text) return false;
        _next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TakeSymbol(symbol)) throw Wrong(Peek, $"`{symbol}` is expected here", "check the brackets; inside { } quote the whole condition");
    }

    private ConditionException Wrong(ConditionToken token, string rule, string fix)
    {
        var given = token.Kind == TokenKind.End ? "the end of the condition" : token.Text;
        _errors.Add(_start.Right(token.At), _path, given, rule, fix);
        return new ConditionException();
    }

    /// <summary>The rest cannot be understood; the error is already noted.</summary>
    private sealed class ConditionException : Exception;
}
