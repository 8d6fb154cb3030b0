using Spectre.Console;

namespace Orchestrator.Client.Output;

/// <summary>The signs we print ourselves, with plain substitutes for terminals that know ASCII only.</summary>
internal sealed record Glyphs(string Star, string PlusMinus, string Dash, string Separator, string Full, string Empty, string Times, TableBorder Border, TableBorder LightBorder)
{
    public static readonly Glyphs Unicode = new("★", "±", "–", "·", "█", "░", "×", TableBorder.Rounded, TableBorder.Simple);
    public static readonly Glyphs Ascii = new("*", "+/-", "-", "|", "#", ".", "x", TableBorder.Ascii, TableBorder.None);
}
