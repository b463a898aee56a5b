using Command.Contracts.Approvals;
using Command.Contracts.Common;

namespace Command.Silo.Approvals;

/// <summary>A kind of act that needs two persons; each noun registers its own.</summary>
internal interface IApprovedAct
{
    /// <summary>See <see cref="Approval.Act"/>.</summary>
    string Act { get; }

    /// <summary>Carries it out. May be called again for the same approval after a kill, and must then change nothing.</summary>
    Task<Refusal?> CarryOutAsync(Approval approval, CancellationToken cancellationToken);
}
