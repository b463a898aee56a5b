using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>The roles there are, from the file that ships with the program. Immutable, thread-safe.</summary>
internal sealed class RoleCatalogue
{
    public const string SystemAdministrator = "system-admin";
    public const string SecurityAdministrator = "security-admin";
    public const string Auditor = "auditor";

    private const string Resource = "Command.Silo.Authority.roles.json";

    private static readonly FrozenDictionary<string, RightReach> Reaches = new Dictionary<string, RightReach>
    {
        ["unit"] = RightReach.Unit,
        ["own-unit"] = RightReach.OwnUnit,
        ["group"] = RightReach.Group,
        ["own-device"] = RightReach.OwnDevice,
        ["own-case"] = RightReach.OwnCase,
        ["site"] = RightReach.Site,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, RoleInfo> _byId;

    private RoleCatalogue(ImmutableArray<RoleInfo> roles)
    {
        All = roles;
        _byId = roles.ToFrozenDictionary(role => role.Id, StringComparer.Ordinal);
    }

    /// <summary>The roles that ship.</summary>
    public static RoleCatalogue Shipped { get; } = Load();

    /// <summary>All roles, in the order of the matrix.</summary>
    public ImmutableArray<RoleInfo> All { get; }

    public RoleInfo? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Roles that carry a right.</summary>
    public ImmutableArray<string> With(string right) =>
        [.. All.Where(role => role.Rights.Any(line => line.Right == right)).Select(role => role.Id)];

    /// <summary>Reads and checks a role file.</summary>
    /// <exception cref="InvalidDataException">It says what no role can be; the message names the role and the word.</exception>
    public static RoleCatalogue Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, RoleFileContext.Default.IReadOnlyListRoleFile) ?? [];
            var roles = file.Select(Check).ToImmutableArray();
            var twice = roles.GroupBy(role => role.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
            return twice is null ? new RoleCatalogue(roles) : throw Wrong(twice.Key, "stands there twice");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The role file cannot be read: {e.Message}", e);
        }
    }

    private static RoleCatalogue Load()
    {
        using var stream =
            typeof(RoleCatalogue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"{Resource} is missing from the program.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Parse(memory.ToArray());
    }

    private static RoleInfo Check(RoleFile role)
    {
        var lines = role.Rights.Select(line => Check(role.Id, line)).ToImmutableArray();
        // The same right twice is two ways to have it, for example by unit and by case; the same way twice is a slip.
        var twice = lines.GroupBy(line => (line.Right, line.Reach)).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? new RoleInfo(role.Id, role.ShiftBound, role.BreakGlass, role.Administrator, lines)
            : throw Wrong(role.Id, $"has {twice.Key.Right} twice");
    }

    private static RoleRight Check(string role, RoleFile.Line line)
    {
        if (!RightNames.All.Contains(line.Right))
        {
            throw Wrong(role, $"has the unknown right '{line.Right}'");
        }
        if (!Reaches.TryGetValue(line.Reach, out var reach))
        {
            throw Wrong(role, $"has {line.Right} with the unknown reach '{line.Reach}'; expected one of {string.Join(", ", Reaches.Keys)}");
        }
        if (line.FootageHours is <= 0 || line.ViewSeconds is <= 0)
        {
            throw Wrong(role, $"has {line.Right} with a limit that is not positive");
        }
        return new RoleRight(line.Right, reach, line.Purpose, line.Approval, line.FootageHours, line.ViewSeconds, line.List);
    }

    private static InvalidDataException Wrong(string role, string what) => new($"Role '{role}' {what}.");
}
