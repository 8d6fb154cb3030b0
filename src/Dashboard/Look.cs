using MudBlazor;

namespace Orchestrator.Dashboard;

/// <summary>Colours and letters of all pages: the system's own font, nothing is fetched.</summary>
internal static class Look
{
    private static readonly string[] Font = ["system-ui", "-apple-system", "Segoe UI", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight { Primary = "#1f5fa8", AppbarBackground = "#1b2733", AppbarText = "#ffffff", Background = "#ffffff", ErrorDarken = "#c62828" },
        PaletteDark = new PaletteDark { Primary = "#8ab8f0", AppbarBackground = "#10161d", Background = "#161c23", Surface = "#1d252e", ErrorDarken = "#ff8a80" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "0.9375rem" },
            H6 = new H6Typography { FontFamily = Font },
            Body1 = new Body1Typography { FontFamily = Font },
            Body2 = new Body2Typography { FontFamily = Font },
            Button = new ButtonTypography { FontFamily = Font, TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Font },
            Subtitle1 = new Subtitle1Typography { FontFamily = Font },
            Subtitle2 = new Subtitle2Typography { FontFamily = Font },
        },
    };
}
