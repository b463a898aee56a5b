using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Groups;

namespace Command.Web.Application.Groups;

/// <summary>Device groups and their members.</summary>
internal sealed class GroupService(IGrainFactory grains)
{
    private IDeviceGroupGrain Groups => grains.GetGrain<IDeviceGroupGrain>("site");

    public Task<ImmutableArray<DeviceGroup>> ListAsync(CommandContext context, CancellationToken cancellationToken) =>
        Groups.ListAsync(context, cancellationToken);

    public Task<CommandResult<DeviceGroup>> DescribeAsync(CommandContext context, string groupId, CancellationToken cancellationToken) =>
        Groups.DescribeAsync(context, groupId, cancellationToken);

    public Task<CommandResult<DeviceGroup>> CreateAsync(
        CommandContext context,
        DeviceGroupDraft draft,
        CancellationToken cancellationToken
    ) => Groups.CreateAsync(context, draft, cancellationToken);

    public Task<CommandResult<DeviceGroup>> UpdateAsync(
        CommandContext context,
        string groupId,
        DeviceGroupDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Groups.UpdateAsync(context, groupId, draft, expectedVersion, cancellationToken);

    public Task<CommandResult<DeviceGroup>> SetMembersAsync(
        CommandContext context,
        string groupId,
        ImmutableArray<string> deviceIds,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Groups.SetMembersAsync(context, groupId, deviceIds, expectedVersion, cancellationToken);

    public Task<CommandResult> DeleteAsync(
        CommandContext context,
        string groupId,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Groups.DeleteAsync(context, groupId, expectedVersion, cancellationToken);
}
