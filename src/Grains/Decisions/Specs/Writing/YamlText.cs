using System.Globalization;
using System.Text;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Writing;

/// <summary>Values as YAML that reads back as the same values, also inside brackets.</summary>
internal static class YamlText
{
    public static string Of(ParameterValue value) => value switch
    {
        ParameterValue.Text text => Quoted(text.Value),
        ParameterValue.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        ParameterValue.List list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        _ => value.Display,
    };

    /// <summary>Plain where nothing in it has a meaning to YAML.</summary>
    public static string Quoted(string text)
    {
        var scalar = new SpecNode.Scalar(SpecPlace.Nowhere, text, Plain: true);
        var plain = text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/')
            && text[0] != '-' && !scalar.IsNull && Scalars.Number(scalar) is null && Scalars.Flag(scalar) is null && Scalars.FormerFlag(scalar) is null;
        return plain ? text : Escaped(text);
    }

    private static string Escaped(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(letter) => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        return quoted.Append('"').ToString();
    }
}
