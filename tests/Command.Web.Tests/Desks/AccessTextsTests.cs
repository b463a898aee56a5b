using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.Json;
using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.TestKit;
using Command.Web.Desks.Access;
using Command.Web.Ui;

namespace Command.Web.Tests.Desks;

/// <summary>Everything the rules can say has words in both languages, and every right has its place in the matrix.</summary>
public sealed class AccessTextsTests
{
    private static readonly string[] AllRights =
    [
        .. typeof(Rights).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static readonly string[] Inactive = ["off-shift", "not-yet", "over"];

    [Theory]
    [InlineData("")]
    [InlineData("en")]
    public void EveryRightAndRole_HasWords(string culture)
    {
        using var roles = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src/Command.Silo/Authority/roles.json")));
        var ids = roles.RootElement.EnumerateArray().Select(role => role.GetProperty("id").GetString()!).ToList();
        Assert.Equal(25, ids.Count);
        var lists = roles
            .RootElement.EnumerateArray()
            .SelectMany(role => role.GetProperty("rights").EnumerateArray())
            .Where(right => right.TryGetProperty("list", out _))
            .Select(right => $"list.{right.GetProperty("list").GetString()}");
        var names = AllRights
            .Select(right => $"right.{right}")
            .Concat(ids.Append("break-glass").Select(role => $"role.{role}"))
            .Concat(lists)
            .Concat(RightAreas.All.Select(area => $"area.{area.Area}"))
            .Concat(Enum.GetValues<RightReach>().Select(reach => $"reach.{AccessWords.ReachKey(reach)}"))
            .Concat(Enum.GetNames<ApprovalState>().Select(state => $"approval.{state.ToLowerInvariant()}"))
            .Concat(Inactive.SelectMany(reason => new[] { $"inactive.{reason}", $"why.{reason}" }))
            .Concat(["why.right-missing", "why.out-of-scope", "why.purpose-required"]);
        Assert.Empty(names.Except(Keys(CultureInfo.GetCultureInfo(culture)), StringComparer.Ordinal));
    }

    [Fact]
    public void EveryRight_StandsInOneArea()
    {
        var placed = RightAreas.All.SelectMany(area => area.Rights).ToList();
        Assert.Equal(AllRights.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Keys(CultureInfo culture) =>
        [
            .. new ResourceManager(typeof(Texts).FullName!, typeof(Texts).Assembly)
                .GetResourceSet(culture, true, tryParents: false)!
                .Cast<System.Collections.DictionaryEntry>()
                .Select(entry => (string)entry.Key),
        ];
}
