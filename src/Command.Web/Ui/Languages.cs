using System.Globalization;

namespace Command.Web.Ui;

/// <summary>The languages of the pages; the first is the default.</summary>
internal static class Languages
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    public static IReadOnlyList<CultureInfo> All { get; } = [CultureInfo.GetCultureInfo(Chinese), CultureInfo.GetCultureInfo(English)];

    public static bool IsKnown(string? name) => name is Chinese or English;
}
