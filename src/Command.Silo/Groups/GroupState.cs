using System.Collections.Immutable;
using Command.Contracts.Groups;

namespace Command.Silo.Groups;

/// <summary>All device groups as stored.</summary>
internal sealed record GroupState(ImmutableArray<DeviceGroup> Groups)
{
    public static readonly GroupState Empty = new([]);

    public DeviceGroup? Find(string id) => Groups.FirstOrDefault(group => group.Id == id);

    public GroupState With(DeviceGroup group) =>
        Find(group.Id) is { } before ? new GroupState(Groups.Replace(before, group)) : new GroupState(Groups.Add(group));
}
