using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Command.TestKit;
using Command.Web.Application;
using Command.Web.Ui;

namespace Command.Web.Tests.Application;

/// <summary>Every reason has words in both languages, and both languages have the same keys and places.</summary>
public sealed partial class ReasonsTests
{
    public static TheoryData<Type> Resources => [typeof(Reasons), typeof(Texts)];

    [Theory]
    [MemberData(nameof(Resources))]
    public void Languages_HaveTheSameKeysAndPlaces(Type resource)
    {
        var chinese = Read(resource, CultureInfo.InvariantCulture);
        var english = Read(resource, CultureInfo.GetCultureInfo("en"));
        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.True(chinese.Count > 50);
        foreach (var (key, text) in chinese)
        {
            Assert.False(string.IsNullOrWhiteSpace(text), key);
            Assert.False(string.IsNullOrWhiteSpace(english[key]), key);
            Assert.True(Places(text).SetEquals(Places(english[key])), $"{key}: '{text}' and '{english[key]}' have other places.");
        }
    }

    [Fact]
    public void EveryReasonThatTheServerGives_HasWords()
    {
        var known = Read(typeof(Reasons), CultureInfo.InvariantCulture).Keys.ToHashSet(StringComparer.Ordinal);
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).ToList();
        var given = sources
            .Where(path =>
                path.Contains("/Command.Silo/", StringComparison.Ordinal) || path.Contains("/Command.Web/", StringComparison.Ordinal)
            )
            .SelectMany(path => Given().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(given.Count > 40, $"{given.Count} reasons found");
        Assert.Empty(given.Except(known).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryCauseOfADevice_HasWords()
    {
        var known = Read(typeof(Reasons), CultureInfo.InvariantCulture).Keys.ToHashSet(StringComparer.Ordinal);
        var causes = Enum.GetNames<Devices.Drivers.DeviceCause>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName);
        var verdicts = Enum.GetNames<Media.Codecs.PlayabilityVerdict>()
            .Where(name => name != nameof(Media.Codecs.PlayabilityVerdict.Playable))
            .Select(name =>
                $"not-playable-{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name.Replace("High", "High-", StringComparison.Ordinal))}"
            );
        Assert.Empty(causes.Concat(verdicts).Except(known));
    }

    [Fact]
    public void EveryTextThatAPageNames_Exists()
    {
        var known = Read(typeof(Texts), CultureInfo.InvariantCulture).Keys.ToHashSet(StringComparer.Ordinal);
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Command.Web"), "*.razor", SearchOption.AllDirectories);
        var named = pages.SelectMany(path => Named().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)).ToHashSet();
        Assert.True(named.Count > 40, $"{named.Count} texts found");
        Assert.Empty(named.Where(name => !name.EndsWith('.')).Except(known));
    }

    private static Dictionary<string, string> Read(Type resource, CultureInfo culture)
    {
        var set = new ResourceManager(resource.FullName!, resource.Assembly).GetResourceSet(culture, true, tryParents: false);
        Assert.NotNull(set);
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(
        """(?:Refusal\.Of\(\s*RefusalCode\.\w+,|InvalidField\(\s*(?:"[\w.]+"|field),|new Refusal\(\s*RefusalCode\.\w+,|Problems\.(?:Result|WriteAsync)\([^;]*?StatusCodes\.\w+,)\s*"([a-z0-9-]+)"(?!\s*[?:])"""
    )]
    private static partial Regex Given();

    [GeneratedRegex("""\bT\["([a-z0-9.-]+)"[\],]""")]
    private static partial Regex Named();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
