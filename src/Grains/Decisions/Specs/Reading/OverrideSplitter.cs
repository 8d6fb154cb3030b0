using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Cuts the value of an override at the commas that are outside quotes and brackets.</summary>
internal static class OverrideSplitter
{
    public static ImmutableArray<string> Split(string text)
    {
        var pieces = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        var depth = 0;
        var quote = '\0';
        var opensValue = true; // a quote in the middle of a word is a letter
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0')
            {
                if (letter == '\\' && quote == '"') at++;
                else if (letter == quote) quote = '\0';
                continue;
            }
            if (letter is '"' or '\'' && opensValue) quote = letter;
            else if (letter is '[' or '{' && (opensValue || depth > 0)) depth++;
            else if (letter is ']' or '}' && depth > 0) depth--;
            else if (letter == ',' && depth == 0)
            {
                pieces.Add(text[start..at].Trim());
                start = at + 1;
            }
            if (!char.IsWhiteSpace(letter)) opensValue = letter is ',' or '[' or '{' or ':';
        }
        pieces.Add(text[start..].Trim());
        return pieces.ToImmutable();
    }
}
