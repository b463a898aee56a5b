using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Audit;

/// <summary>Reads the record of events; stateless worker, key <c>site</c>. Every other write happened in its command's transaction.</summary>
[Alias("command.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Events that match.</summary>
    [Alias("Query"), ReadOnly]
    Task<CommandResult<AuditPage>> QueryAsync(CommandContext context, AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Records a request that was refused before any grain saw it, for example a failed sign-in.</summary>
    [Alias("RecordRefusal")]
    Task RecordRefusalAsync(
        CommandContext context,
        string type,
        string objectKind,
        string objectId,
        string cause,
        CancellationToken cancellationToken
    );
}
