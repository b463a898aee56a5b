using System.Text.Json;
using Command.Contracts.Approvals;
using Command.Contracts.Common;
using Command.Silo.Approvals;

namespace Command.Silo.Access;

/// <summary>Granting an administrator role, after a second person has agreed.</summary>
internal sealed class ApprovedGrant(IGrainFactory grains) : IApprovedAct
{
    public const string Name = "role-grant";

    public string Act => Name;

    public async Task<Refusal?> CarryOutAsync(Approval approval, CancellationToken cancellationToken)
    {
        var draft = JsonSerializer.Deserialize(approval.Payload, AccessJsonContext.Record.RoleGrantDraft);
        return draft is null
            ? Refusal.Of(RefusalCode.Invalid, "approval-malformed", "The request carries no role.")
            : await grains.GetGrain<IAccessKeeper>(approval.SubjectId).GrantApprovedAsync(approval, draft, cancellationToken);
    }
}
