using Command.Contracts.Audit;
using Command.Contracts.Common;

namespace Command.Web.Application.Audit;

/// <summary>The record of events.</summary>
internal sealed class AuditService(IGrainFactory grains)
{
    private IAuditGrain Site => grains.GetGrain<IAuditGrain>("site");

    public Task<CommandResult<AuditPage>> QueryAsync(CommandContext context, AuditQuery query, CancellationToken cancellationToken) =>
        Site.QueryAsync(context, query, cancellationToken);

    /// <summary>Records a request that was refused before any grain of its noun saw it.</summary>
    public Task RecordRefusalAsync(
        CommandContext context,
        string type,
        string objectKind,
        string objectId,
        string cause,
        CancellationToken cancellationToken
    ) => Site.RecordRefusalAsync(context, type, objectKind, objectId, cause, cancellationToken);
}
