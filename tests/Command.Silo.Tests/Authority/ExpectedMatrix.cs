using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Command.Contracts.Authority;
using Command.TestKit;

namespace Command.Silo.Tests.Authority;

/// <summary>tests/TestData/authority/matrix.csv: what each role may, written by hand from the roles matrix.</summary>
internal static class ExpectedMatrix
{
    public const string BrokenGlass = "break-glass";

    private static readonly FrozenDictionary<string, RightReach> Reaches = new Dictionary<string, RightReach>
    {
        ["unit"] = RightReach.Unit,
        ["own-unit"] = RightReach.OwnUnit,
        ["group"] = RightReach.Group,
        ["own-device"] = RightReach.OwnDevice,
        ["own-case"] = RightReach.OwnCase,
        ["site"] = RightReach.Site,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Rights by role, and by <see cref="BrokenGlass"/>.</summary>
    public static FrozenDictionary<string, ImmutableArray<RoleRight>> ByRole { get; } = Read();

    private static FrozenDictionary<string, ImmutableArray<RoleRight>> Read() =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "TestData", "authority", "matrix.csv"))
            .Skip(1)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(';'))
            .GroupBy(cells => cells[0], StringComparer.Ordinal)
            .ToFrozenDictionary(
                role => role.Key,
                role =>
                    role.SelectMany(cells => cells[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(RightOf).ToImmutableArray(),
                StringComparer.Ordinal
            );

    private static RoleRight RightOf(string text)
    {
        var parts = text.Split('/');
        var (right, reach) = parts[0].Split(':') is [var name, var far] ? (name, far) : throw new FormatException(text);
        var expected = new RoleRight(right, Reaches[reach]);
        foreach (var part in parts.Skip(1))
        {
            expected = part switch
            {
                _ when part.StartsWith("list=", StringComparison.Ordinal) => expected with { List = part["list=".Length..] },
                "purpose" => expected with { NeedsPurpose = true },
                "approval" => expected with { NeedsApproval = true },
                [.. var hours, 'h'] => expected with { FootageHours = int.Parse(hours, CultureInfo.InvariantCulture) },
                [.. var seconds, 's'] => expected with { ViewSeconds = int.Parse(seconds, CultureInfo.InvariantCulture) },
                _ => throw new FormatException(text),
            };
        }
        return expected;
    }
}
