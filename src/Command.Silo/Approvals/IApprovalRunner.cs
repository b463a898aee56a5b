using Command.Contracts.Approvals;
using Orleans.Concurrency;

namespace Command.Silo.Approvals;

/// <summary>Carries one approved act out, apart from the desk, which never waits for a noun that may be waiting for the desk.</summary>
[Alias("command.IApprovalRunner")]
internal interface IApprovalRunner : IGrainWithStringKey
{
    /// <summary>Carries it out and tells the desk; what is lost is begun again by the desk's deadline.</summary>
    [Alias("Run"), OneWay]
    Task RunAsync(Approval approval, CancellationToken cancellationToken);
}
