using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Groups;

/// <summary>All device groups of the site (key <c>site</c>); at most 1,000.</summary>
[Alias("command.IDeviceGroupGrain")]
public interface IDeviceGroupGrain : IGrainWithStringKey
{
    /// <summary>Groups the caller may see, by name; members only those the caller may see.</summary>
    [Alias("List"), ReadOnly, Needs(Rights.GroupSee)]
    Task<ImmutableArray<DeviceGroup>> ListAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>One group, or NotFound.</summary>
    [Alias("Describe"), ReadOnly, Needs(Rights.GroupSee)]
    Task<CommandResult<DeviceGroup>> DescribeAsync(CommandContext context, string groupId, CancellationToken cancellationToken);

    /// <summary>Adds an empty group; Conflict for a taken name.</summary>
    [Alias("Create"), Needs(Rights.GroupManage)]
    Task<CommandResult<DeviceGroup>> CreateAsync(CommandContext context, DeviceGroupDraft draft, CancellationToken cancellationToken);

    /// <summary>Renames or moves a group; VersionConflict when <paramref name="expectedVersion"/> is older.</summary>
    [Alias("Update"), Needs(Rights.GroupManage)]
    Task<CommandResult<DeviceGroup>> UpdateAsync(
        CommandContext context,
        string groupId,
        DeviceGroupDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Replaces the members. Devices that the caller may not see cannot be added, and stay when they are members already.</summary>
    [Alias("SetMembers"), Needs(Rights.GroupManage)]
    Task<CommandResult<DeviceGroup>> SetMembersAsync(
        CommandContext context,
        string groupId,
        ImmutableArray<string> deviceIds,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Removes a group; roles held on it reach nothing by it any more.</summary>
    [Alias("Delete"), Needs(Rights.GroupManage)]
    Task<CommandResult> DeleteAsync(CommandContext context, string groupId, long? expectedVersion, CancellationToken cancellationToken);
}
