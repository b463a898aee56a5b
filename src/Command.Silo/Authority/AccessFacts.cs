using System.Collections.Frozen;
using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>What the database says about who may do what.</summary>
/// <param name="Roles">Roles that are held.</param>
/// <param name="Shifts">Shifts that are not long over.</param>
/// <param name="Members">Device groups and their devices.</param>
/// <param name="Holders">Who has which device in hand.</param>
/// <param name="Broken">Broken glass by account.</param>
/// <param name="UnitParents">Parent of every unit; null for the top ones.</param>
internal sealed record AccessFacts(
    IReadOnlyCollection<HeldRole> Roles,
    IReadOnlyCollection<HeldShift> Shifts,
    IReadOnlyCollection<(string GroupId, string DeviceId)> Members,
    IReadOnlyCollection<(string AccountId, string DeviceId)> Holders,
    IReadOnlyDictionary<string, BreakGlass> Broken,
    IReadOnlyDictionary<string, string?> UnitParents
)
{
    /// <summary>True when two readings say the same, whatever their order.</summary>
    public bool IsSameAs(AccessFacts other) =>
        // A held role is compared by what it says; its groups are a list of their own.
        Same(Roles.Select(Text), other.Roles.Select(Text))
        && Same(Shifts, other.Shifts)
        && Same(Members, other.Members)
        && Same(Holders, other.Holders)
        && Same(Broken, other.Broken)
        && Same(UnitParents, other.UnitParents);

    private static string Text(HeldRole role) => $"{role with { GroupIds = [] }} {string.Join(',', role.GroupIds)}";

    private static bool Same<T>(IEnumerable<T> one, IEnumerable<T> other) => one.ToHashSet().SetEquals(other);

    public static readonly AccessFacts Nothing = new(
        [],
        [],
        [],
        [],
        FrozenDictionary<string, BreakGlass>.Empty,
        FrozenDictionary<string, string?>.Empty
    );
}
