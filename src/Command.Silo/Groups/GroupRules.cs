using Command.Contracts.Common;
using Command.Contracts.Groups;
using Command.Silo.Common;

namespace Command.Silo.Groups;

/// <summary>What a device group may be. Pure.</summary>
internal static class GroupRules
{
    public const int MaximumGroups = 1000;
    public const int MaximumMembers = 2000;

    /// <summary>What is wrong with a new or changed group; null when nothing is.</summary>
    public static Refusal? Check(GroupState state, string? id, DeviceGroupDraft draft)
    {
        var name = FieldRules.Normalise(draft.Name);
        if (FieldRules.CheckName(name) is { } refusal)
        {
            return refusal;
        }
        if (id is null && state.Groups.Length >= MaximumGroups)
        {
            return Refusal.Of(RefusalCode.Conflict, "too-many-groups", $"There are {MaximumGroups} groups already.");
        }
        return state.Groups.Any(group => group.Id != id && string.Equals(group.Name, name, StringComparison.OrdinalIgnoreCase))
            ? new Refusal(RefusalCode.Conflict, "group-name-taken", $"Another group is called '{name}'.", [name], "name")
            : null;
    }

    public static Refusal? CheckVersion(DeviceGroup group, long? expected) =>
        expected is { } version && version != group.Version ? Refusals.VersionConflict("group", group.Version, version) : null;

    public static Refusal? CheckMembers(int count) =>
        count > MaximumMembers
            ? Refusal.InvalidField("deviceIds", "too-many-members", $"A group has at most {MaximumMembers} devices.", $"{MaximumMembers}")
            : null;

    public static Refusal NotFound(string id) => Refusal.Of(RefusalCode.NotFound, "group-not-found", $"There is no group {id}.");
}
