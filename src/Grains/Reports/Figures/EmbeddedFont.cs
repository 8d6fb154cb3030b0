using ScottPlot;
using SkiaSharp;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>The typeface of all figures, shipped with the program: figures are measured and drawn alike on machines with and without fonts.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<bool> Registration = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        Fonts.Default = Family;
        return true;
    });

    private EmbeddedFont() { }

    /// <summary>Makes it ScottPlot's default, once per process.</summary>
    public static void Register() => _ = Registration.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? SKTypeface.FromStream(Resources.Open("Fonts.DejaVuSans.ttf")) : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
}
