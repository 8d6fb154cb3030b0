using System.Text;
using Spectre.Console;

namespace Orchestrator.Client.Output;

/// <summary>Text that people chose (names, paths, messages), made harmless for a terminal.</summary>
internal static class PlainText
{
    /// <summary>Control characters other than line breaks become U+FFFD, so that a name cannot move the cursor or change colours.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHarmful))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
            clean.Append(IsHarmful(character) ? '\uFFFD' : character);
        return clean.ToString();
    }

    /// <summary>The same, also safe inside markup.</summary>
    public static string Escaped(string text) => Markup.Escape(Of(text));

    private static bool IsHarmful(char character) => char.IsControl(character) && character != '\n';
}
