using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Silo.Access;

/// <summary>One subject's roles as the silo itself sees them (same grain as <see cref="IAccessGrain"/>).</summary>
[Alias("command.IAccessKeeper")]
internal interface IAccessKeeper : IGrainWithStringKey
{
    /// <summary>Grants what two persons agreed on. The approval's id becomes the grant's: twice is once.</summary>
    [Alias("GrantApproved")]
    Task<Refusal?> GrantApprovedAsync(Approval approval, RoleGrantDraft draft, CancellationToken cancellationToken);
}
