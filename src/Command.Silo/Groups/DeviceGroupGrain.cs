using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Groups;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Groups;

/// <summary>The only writer of device groups.</summary>
[GrainType(Kind)]
internal sealed class DeviceGroupGrain(
    IAggregateStore store,
    IAuthority authority,
    AccessBook book,
    IDbContextFactory<CommandDbContext> contexts,
    TimeProvider time
) : Grain, IDeviceGroupGrain
{
    private const string Kind = "groups";
    private static readonly Right See = new(Rights.GroupSee);
    private static readonly Right Manage = new(Rights.GroupManage);
    private static readonly Right SeeDevice = new(Rights.DeviceSee);
    private static readonly AggregateSchema<GroupState> Schema = new(GroupJsonContext.Record.GroupState);

    private readonly AggregateSession<GroupState> _session = new(store, new AggregateKey(Kind, "site"), Schema);

    private GroupState State => _session.State ?? GroupState.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public async Task<ImmutableArray<DeviceGroup>> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var visible = await authority.VisibleAsync(context, See, cancellationToken);
        var groups = State
            .Groups.Where(group => visible.Covers(group.UnitId, null))
            .OrderBy(group => group.Name, StringComparer.CurrentCultureIgnoreCase)
            .ToList();
        return [.. await WithVisibleMembersAsync(context, groups, cancellationToken)];
    }

    public async Task<CommandResult<DeviceGroup>> DescribeAsync(CommandContext context, string groupId, CancellationToken cancellationToken)
    {
        if (State.Find(groupId) is not { } group)
        {
            return GroupRules.NotFound(groupId);
        }
        if (await RefuseAsync(context, See, group.Id, group.UnitId, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return (await WithVisibleMembersAsync(context, [group], cancellationToken))[0];
    }

    public async Task<CommandResult<DeviceGroup>> CreateAsync(
        CommandContext context,
        DeviceGroupDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (
            await RefuseAsync(context, Manage, null, draft.UnitId, cancellationToken) is { } refusal
            || (refusal = GroupRules.Check(State, null, draft)) is not null
        )
        {
            return refusal;
        }
        var group = new DeviceGroup(Ulid.New(time), FieldRules.Normalise(draft.Name), draft.UnitId, [], 1);
        return await SaveAsync(context, "group.created", group, [ProjectionChange.Upsert(RowOf(group))], cancellationToken);
    }

    public async Task<CommandResult<DeviceGroup>> UpdateAsync(
        CommandContext context,
        string groupId,
        DeviceGroupDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (State.Find(groupId) is not { } group)
        {
            return GroupRules.NotFound(groupId);
        }
        var refusal =
            await RefuseAsync(context, Manage, groupId, group.UnitId, cancellationToken)
            ?? await RefuseAsync(context, Manage, null, draft.UnitId, cancellationToken)
            ?? GroupRules.CheckVersion(group, expectedVersion)
            ?? GroupRules.Check(State, groupId, draft);
        if (refusal is not null)
        {
            return refusal;
        }
        var next = group with { Name = FieldRules.Normalise(draft.Name), UnitId = draft.UnitId, Version = group.Version + 1 };
        return await SaveAsync(context, "group.updated", next, [ProjectionChange.Upsert(RowOf(next))], cancellationToken);
    }

    public async Task<CommandResult<DeviceGroup>> SetMembersAsync(
        CommandContext context,
        string groupId,
        ImmutableArray<string> deviceIds,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (State.Find(groupId) is not { } group)
        {
            return GroupRules.NotFound(groupId);
        }
        var wanted = deviceIds.Distinct(StringComparer.Ordinal).ToList();
        var refusal =
            await RefuseAsync(context, Manage, groupId, group.UnitId, cancellationToken)
            ?? GroupRules.CheckVersion(group, expectedVersion)
            ?? GroupRules.CheckMembers(wanted.Count);
        if (refusal is not null)
        {
            return refusal;
        }
        var visible = await VisibleOfAsync(context, [.. wanted, .. group.DeviceIds], cancellationToken);
        if (wanted.Find(id => !visible.Contains(id) && !group.DeviceIds.Contains(id)) is { } unknown)
        {
            return Refusal.InvalidField("deviceIds", "device-unknown", $"There is no device {RecordText.Of(unknown, 64)}.", unknown);
        }
        // What the caller cannot see stays: it was not in their list because they were not shown it.
        var kept = group.DeviceIds.Where(id => !visible.Contains(id));
        ImmutableArray<string> members = [.. wanted.Union(kept, StringComparer.Ordinal)];
        if (GroupRules.CheckMembers(members.Length) is { } tooMany)
        {
            return tooMany;
        }
        var changes = members
            .Except(group.DeviceIds)
            .Select(id => ProjectionChange.Upsert(new DeviceGroupMemberRow { GroupId = groupId, DeviceId = id }))
            .Concat(group.DeviceIds.Except(members).Select(id => ProjectionChange.Delete<DeviceGroupMemberRow>(groupId, id)));
        var next = group with { DeviceIds = members, Version = group.Version + 1 };
        return await SaveAsync(context, "group.members-set", next, [.. changes], cancellationToken);
    }

    public async Task<CommandResult> DeleteAsync(
        CommandContext context,
        string groupId,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (State.Find(groupId) is not { } group)
        {
            return CommandResult.Refused(GroupRules.NotFound(groupId));
        }
        var refusal =
            await RefuseAsync(context, Manage, groupId, group.UnitId, cancellationToken) ?? GroupRules.CheckVersion(group, expectedVersion);
        if (refusal is not null)
        {
            return CommandResult.Refused(refusal);
        }
        var changes = new AggregateChanges
        {
            Events = [new EventDraft("group.deleted", context) { Cause = groupId, Before = Describe(group) }],
            Projections =
            [
                .. group.DeviceIds.Select(id => ProjectionChange.Delete<DeviceGroupMemberRow>(groupId, id)),
                ProjectionChange.Delete<DeviceGroupRow>(groupId),
            ],
        };
        if (await _session.SaveAsync(new GroupState(State.Groups.Remove(group)), changes, cancellationToken) is not SaveResult.Saved)
        {
            return CommandResult.Refused(Refusals.Raced("group"));
        }
        await book.RefreshAsync(CancellationToken.None);
        return CommandResult.Done;
    }

    private async Task<CommandResult<DeviceGroup>> SaveAsync(
        CommandContext context,
        string type,
        DeviceGroup next,
        ImmutableArray<ProjectionChange> projections,
        CancellationToken cancellationToken
    )
    {
        var before = State.Find(next.Id);
        var changes = new AggregateChanges
        {
            Events =
            [
                new EventDraft(type, context)
                {
                    Cause = next.Id,
                    Before = before is null ? null : Describe(before),
                    After = Describe(next),
                },
            ],
            Projections = projections,
        };
        if (await _session.SaveAsync(State.With(next), changes, cancellationToken) is not SaveResult.Saved)
        {
            return Refusals.Raced("group");
        }
        await book.RefreshAsync(CancellationToken.None); // committed: scopes follow, whatever the caller does
        return (await WithVisibleMembersAsync(context, [next], cancellationToken))[0];
    }

    private async Task<List<DeviceGroup>> WithVisibleMembersAsync(
        CommandContext context,
        List<DeviceGroup> groups,
        CancellationToken cancellationToken
    )
    {
        var visible = await VisibleOfAsync(context, [.. groups.SelectMany(group => group.DeviceIds)], cancellationToken);
        return [.. groups.Select(group => group with { DeviceIds = [.. group.DeviceIds.Where(visible.Contains)] })];
    }

    /// <summary>Those of these devices that exist and that the caller may see.</summary>
    private async Task<HashSet<string>> VisibleOfAsync(CommandContext context, string[] ids, CancellationToken cancellationToken)
    {
        var scope = await authority.VisibleAsync(context, SeeDevice, cancellationToken);
        var visible = new HashSet<string>(StringComparer.Ordinal);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(500))
        {
            var rows = await database
                .Set<DeviceRow>()
                .Where(row => some.Contains(row.Id))
                .Select(row => new { row.Id, row.UnitId })
                .ToListAsync(cancellationToken);
            visible.UnionWith(rows.Where(row => scope.Covers(row.UnitId, row.Id)).Select(row => row.Id));
        }
        return visible;
    }

    private async ValueTask<Refusal?> RefuseAsync(
        CommandContext context,
        Right right,
        string? id,
        string? unitId,
        CancellationToken cancellationToken
    ) => (await authority.DecideAsync(context, right, new AccessScope("group", id, unitId), cancellationToken)).Refusal;

    private static DeviceGroupRow RowOf(DeviceGroup group) =>
        new()
        {
            Id = group.Id,
            Name = group.Name,
            UnitId = group.UnitId,
        };

    private static string Describe(DeviceGroup group) => JsonSerializer.Serialize(group, GroupJsonContext.Record.DeviceGroup);
}
