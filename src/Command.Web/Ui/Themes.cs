using MudBlazor;

namespace Command.Web.Ui;

/// <summary>The tokens of docs/ui.md as a MudBlazor theme; the same values stand as CSS variables in command.css.</summary>
internal static class Themes
{
    public const string Cookie = "command-theme";
    public const string Dark = "dark";
    public const string Light = "light";

    private static readonly string[] Fonts = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "system-ui", "sans-serif"];

    /// <summary>Dark by default; light for courts and offices.</summary>
    public static MudTheme Command { get; } =
        new()
        {
            PaletteDark = new PaletteDark
            {
                Black = "#0E1215",
                Background = "#0E1215",
                BackgroundGray = "#151B20",
                Surface = "#151B20",
                AppbarBackground = "#151B20",
                DrawerBackground = "#151B20",
                Primary = "#4FA3D1",
                PrimaryContrastText = "#0E1215",
                Secondary = "#A9B4BC",
                Info = "#5B8DEF",
                Success = "#5FB37C",
                Warning = "#F08C3A",
                Error = "#E5484D",
                TextPrimary = "#E8ECEF",
                TextSecondary = "#A9B4BC",
                TextDisabled = "#75828C",
                ActionDefault = "#A9B4BC",
                ActionDisabled = "#75828C",
                LinesDefault = "#2A343C",
                LinesInputs = "#4A5862",
                Divider = "#2A343C",
                TableLines = "#2A343C",
            },
            PaletteLight = new PaletteLight
            {
                Background = "#F5F7F8",
                BackgroundGray = "#FFFFFF",
                Surface = "#FFFFFF",
                AppbarBackground = "#FFFFFF",
                DrawerBackground = "#FFFFFF",
                Primary = "#1F6F9F",
                PrimaryContrastText = "#FFFFFF",
                Secondary = "#4C5A64",
                Info = "#2F5FC4",
                Success = "#2E7D4F",
                Warning = "#A85510",
                Error = "#C42B31",
                TextPrimary = "#1B2227",
                TextSecondary = "#4C5A64",
                TextDisabled = "#75828C",
                ActionDefault = "#4C5A64",
                LinesDefault = "#D5DBDF",
                LinesInputs = "#8A979F",
                Divider = "#D5DBDF",
                TableLines = "#D5DBDF",
            },
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px" },
            Typography = new Typography
            {
                Default = new DefaultTypography
                {
                    FontFamily = Fonts,
                    FontSize = "14px",
                    LineHeight = "1.5",
                },
                Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "14px" },
                Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "14px" },
                Button = new ButtonTypography
                {
                    FontFamily = Fonts,
                    FontSize = "14px",
                    TextTransform = "none",
                },
            },
        };
}
