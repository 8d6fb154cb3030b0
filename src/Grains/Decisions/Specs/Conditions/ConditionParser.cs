using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Conditions;

/// <summary>
/// condition := and ("or" and)*; and := not ("and" not)*; not := "not" not | "(" condition ")" | capability | flag key
/// | key "==" value | key "!=" value | key ["not"] "in" "[" value, ... "]"; in constraints also
/// | term ("&lt;" | "&lt;=" | ">" | ">=" | "==" | "!=") term; term := number | [number "*"] key | key "*" number.
/// </summary>
internal sealed class ConditionParser
{
    private readonly ImmutableArray<ConditionToken> _tokens;
    private readonly SpecPlace _start;
    private readonly string _path;
    private readonly SpecErrors _errors;
    private readonly ConditionUse _use;
    private int _next;

    private ConditionParser(string text, SpecPlace start, (string Path, ConditionUse Use) purpose, SpecErrors errors)
    {
        (_path, _use) = purpose;
        _tokens = ConditionTokens.Of(text);
        _start = start;
        _errors = errors;
    }

    /// <summary>Null after adding what is wrong.</summary>
    /// <param name="path">The key that the condition belongs to, for messages.</param>
    public static SpaceCondition? Parse(SpecNode.Scalar text, string path, SpecErrors errors, ConditionUse use = ConditionUse.When)
    {
        var parser = new ConditionParser(text.Value, text.Plain ? text.Place : text.Place.Right(1), (path, use), errors);
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
        if (!TakeSymbol("(")) return Atom();
        var inner = Or();
        Expect(")");
        return inner;
    }

    private SpaceCondition Atom()
    {
        var name = Peek;
        if (Number(name) is not null) return Sizes();
        if (name.Kind != TokenKind.Word) throw Wrong(name, "a key or a capability is expected here", $"such as solver.method == dopri5, or a capability: {string.Join(", ", Capabilities.All.Select(each => each.Name))}");
        _next++;
        if (Capabilities.Find(name.Text) is not null) return new SpaceCondition.Capability(name.Text);
        var key = SpecKeys.Find(name.Text);
        if (key is null || !IsSetting(key)) throw Wrong(name, $"`{name.Text}` is no key of a run and no capability", Nearest.Fix(name.Text, [.. Capabilities.All.Select(each => each.Name), .. SpecKeys.All.Where(IsSetting).Select(each => each.Path)]));
        if (IsSize(key))
        {
            _next--;
            return Sizes();
        }
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

    /// <summary>What follows the key compares its size, rather than asking for one of its values.</summary>
    private bool IsSize(SpecKey key)
        => Peek.Kind == TokenKind.Symbol && (Peek.Text is "<" or "<=" or ">" or ">=" or "*"
            || (_use == ConditionUse.Constraint && Peek.Text is "==" or "!=" && Terms.IsNumeric(key)));

    private SpaceCondition Sizes()
    {
        var start = Peek;
        if (_use == ConditionUse.When) throw Wrong(start, "`when` asks for values, not for sizes", "list the values with in [..]; sizes are compared in search.constraints");
        var left = Term();
        var symbol = Peek;
        if (symbol.Kind != TokenKind.Symbol || !(symbol.Text == "!=" || Terms.Symbols.Contains(symbol.Text))) throw Wrong(symbol, "a comparison is expected here", $"write {string.Join(", ", Terms.Symbols)} or !=");
        _next++;
        var right = Term();
        if (left.Path is null && right.Path is null) throw Wrong(start, "both sides are numbers", "compare a key, such as solver.rtol >= 1e-6");
        return symbol.Text == "!="
            ? new SpaceCondition.Not(new SpaceCondition.Compare(left, Comparison.Equal, right))
            : new SpaceCondition.Compare(left, Terms.Of(symbol.Text), right);
    }

    private ConditionTerm Term()
    {
        if (Number(Peek) is not { } number)
        {
            var path = NumericKey();
            return new ConditionTerm(TakeSymbol("*") ? Factor() : 1, path);
        }
        _next++;
        return TakeSymbol("*") ? new ConditionTerm(number, NumericKey()) : new ConditionTerm(number, null);
    }

    private double Factor()
    {
        var number = Number(Peek) ?? throw Wrong(Peek, "a number is expected here", "keys are multiplied by numbers only, such as 10 * solver.rtol");
        _next++;
        return number;
    }

    private string NumericKey()
    {
        var token = Peek;
        if (token.Kind != TokenKind.Word || SpecKeys.Find(token.Text) is not { CanVary: true } key || !Terms.IsNumeric(key))
            throw Wrong(token, "a number or a key with numbers is expected here", Nearest.Fix(token.Text, [.. SpecKeys.All.Where(each => each.CanVary && Terms.IsNumeric(each)).Select(each => each.Path)]));
        _next++;
        return key.Path;
    }

    private static double? Number(ConditionToken token) => token.Kind == TokenKind.Word ? Scalars.Number(new SpecNode.Scalar(SpecPlace.Nowhere, token.Text, Plain: true)) : null;

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
