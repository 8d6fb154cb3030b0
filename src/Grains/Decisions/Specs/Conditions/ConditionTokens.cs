using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Specs.Conditions;

internal enum TokenKind { Word, Quoted, Symbol, End, Unknown }

/// <param name="At">0-based position in the condition.</param>
internal readonly record struct ConditionToken(TokenKind Kind, string Text, int At);

/// <summary>A condition cut into words, quoted text and symbols.</summary>
internal static class ConditionTokens
{
    private static readonly ImmutableArray<string> _symbols = ["==", "!=", "<=", ">=", "<", ">", "*", "(", ")", "[", "]", ","];

    public static ImmutableArray<ConditionToken> Of(string text)
    {
        var tokens = ImmutableArray.CreateBuilder<ConditionToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) { at++; continue; }
            var token = Next(text, at);
            tokens.Add(token);
            at += token.Kind == TokenKind.Quoted ? token.Text.Length + 2 : token.Text.Length;
        }
        tokens.Add(new ConditionToken(TokenKind.End, "", text.Length));
        return tokens.ToImmutable();
    }

    private static ConditionToken Next(string text, int at)
    {
        if (_symbols.FirstOrDefault(symbol => string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0) is { } found)
            return new ConditionToken(TokenKind.Symbol, found, at);
        if (text[at] is '"' or '\'' && text.IndexOf(text[at], at + 1) is > 0 and var end)
            return new ConditionToken(TokenKind.Quoted, text[(at + 1)..end], at);
        var stop = at;
        while (stop < text.Length && (char.IsLetterOrDigit(text[stop]) || text[stop] is '.' or '_' or '-' or '+')) stop++;
        return stop > at ? new ConditionToken(TokenKind.Word, text[at..stop], at) : new ConditionToken(TokenKind.Unknown, text[at].ToString(), at);
    }
}
