using System.Collections.Immutable;
using Command.Contracts.Approvals;
using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Contracts.Groups;

namespace Command.Web.Tests.Fakes;

/// <summary>Groups, shifts and requests in memory; the real grains are tested by their own project.</summary>
internal sealed class FakeOffice : IDeviceGroupGrain, IRosterGrain, IApprovalDeskGrain
{
    public List<DeviceGroup> Groups { get; } = [];

    public List<(string Id, ImmutableArray<string> Devices)> Members { get; } = [];

    public List<Shift> Shifts { get; } = [];

    public List<ShiftDraft> Planned { get; } = [];

    public List<string> Ended { get; } = [];

    public List<Approval> Approvals { get; } = [];

    public List<(string Id, bool Approve, string? Reason)> Decided { get; } = [];

    public Refusal? NextRefusal { get; set; }

    public static Approval Approval(string id, string requestedById = "other", ApprovalState state = ApprovalState.Requested) =>
        new(
            id,
            "role-grant",
            "account",
            "account",
            "auditor → Li",
            "{}",
            "beneficiary",
            state,
            requestedById,
            "Security",
            FakeSite.Noon,
            FakeSite.Noon.AddHours(24),
            null,
            null,
            "Replaces Wang",
            null
        );

    Task<ImmutableArray<DeviceGroup>> IDeviceGroupGrain.ListAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Groups.ToImmutableArray());

    Task<CommandResult<DeviceGroup>> IDeviceGroupGrain.DescribeAsync(
        CommandContext context,
        string groupId,
        CancellationToken cancellationToken
    ) => Answer(Groups.First(group => group.Id == groupId));

    Task<CommandResult<DeviceGroup>> IDeviceGroupGrain.CreateAsync(
        CommandContext context,
        DeviceGroupDraft draft,
        CancellationToken cancellationToken
    )
    {
        var group = new DeviceGroup("made", draft.Name, draft.UnitId, [], 1);
        Groups.Add(group);
        return Answer(group);
    }

    Task<CommandResult<DeviceGroup>> IDeviceGroupGrain.UpdateAsync(
        CommandContext context,
        string groupId,
        DeviceGroupDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Answer(new DeviceGroup(groupId, draft.Name, draft.UnitId, [], 2));

    Task<CommandResult<DeviceGroup>> IDeviceGroupGrain.SetMembersAsync(
        CommandContext context,
        string groupId,
        ImmutableArray<string> deviceIds,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        Members.Add((groupId, deviceIds));
        return Answer(new DeviceGroup(groupId, "", null, deviceIds, 3));
    }

    Task<CommandResult> IDeviceGroupGrain.DeleteAsync(
        CommandContext context,
        string groupId,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        Groups.RemoveAll(group => group.Id == groupId);
        return Task.FromResult(CommandResult.Done);
    }

    Task<CommandResult<ShiftPage>> IRosterGrain.ListAsync(CommandContext context, ShiftQuery query, CancellationToken cancellationToken) =>
        Answer(new ShiftPage([.. Shifts.Where(shift => shift.Until > query.From && shift.From < query.Until)]));

    Task<CommandResult<Shift>> IRosterGrain.PlanAsync(CommandContext context, ShiftDraft draft, CancellationToken cancellationToken)
    {
        Planned.Add(draft);
        return Answer(new Shift("made", draft.AccountId, "Li", draft.Role, draft.UnitId, draft.From, draft.Until, draft.Note));
    }

    Task<CommandResult> IRosterGrain.EndAsync(CommandContext context, string shiftId, CancellationToken cancellationToken)
    {
        Ended.Add(shiftId);
        return Task.FromResult(CommandResult.Done);
    }

    Task<ImmutableArray<Approval>> IApprovalDeskGrain.ListAsync(
        CommandContext context,
        bool onlyOpen,
        CancellationToken cancellationToken
    ) => Task.FromResult(Approvals.Where(approval => !onlyOpen || approval.State == ApprovalState.Requested).ToImmutableArray());

    Task<CommandResult<Approval>> IApprovalDeskGrain.DescribeAsync(
        CommandContext context,
        string approvalId,
        CancellationToken cancellationToken
    ) => Answer(Approvals.First(approval => approval.Id == approvalId));

    Task<CommandResult<Approval>> IApprovalDeskGrain.DecideAsync(
        CommandContext context,
        string approvalId,
        bool approve,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        Decided.Add((approvalId, approve, reason));
        return Answer(Approval(approvalId, state: approve ? ApprovalState.Done : ApprovalState.Refused));
    }

    Task<CommandResult<Approval>> IApprovalDeskGrain.WithdrawAsync(
        CommandContext context,
        string approvalId,
        CancellationToken cancellationToken
    ) => Answer(Approval(approvalId, state: ApprovalState.Withdrawn));

    private Task<CommandResult<T>> Answer<T>(T value)
        where T : class
    {
        var refusal = NextRefusal;
        NextRefusal = null;
        return Task.FromResult(refusal is null ? new CommandResult<T>(value, null) : new CommandResult<T>(null, refusal));
    }
}
