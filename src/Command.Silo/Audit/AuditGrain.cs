using System.Globalization;
using Command.Contracts.Audit;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Orleans.Concurrency;

namespace Command.Silo.Audit;

/// <summary>Reads the events; any number of activations may do so. Nothing here can change one.</summary>
[StatelessWorker, GrainType("audit")]
internal sealed class AuditGrain(IDbContextFactory<CommandDbContext> contexts, IAggregateStore store, IAuthority authority)
    : Grain,
        IAuditGrain
{
    private const int MaximumTake = 500;
    private const int MaximumText = 256;

    public async Task<CommandResult<AuditPage>> QueryAsync(CommandContext context, AuditQuery query, CancellationToken cancellationToken)
    {
        if (query.Take is < 1 or > MaximumTake)
        {
            var maximum = MaximumTake.ToString(CultureInfo.InvariantCulture);
            return Refusal.InvalidField("take", "take-range", $"take is {query.Take}; 1 to {maximum} are expected.", maximum);
        }

        var decision = await authority.DecideAsync(context, AuditRights.Read, AccessScope.Anywhere("audit"), cancellationToken);
        if (decision.Refusal is { } refusal)
        {
            return refusal;
        }

        var visible = await authority.VisibleAsync(context, AuditRights.Read, cancellationToken);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Allowed(database, Matching(database.Events, query), context, decision.Limits.List, visible)
            .OrderByDescending(row => row.AtUs)
            .ThenByDescending(row => row.Seq)
            .ThenBy(row => row.Node)
            .Take(query.Take)
            .ToListAsync(cancellationToken);
        return new AuditPage([.. rows.Select(EntryOf)]);
    }

    public Task RecordRefusalAsync(
        CommandContext context,
        string type,
        string objectKind,
        string objectId,
        string cause,
        CancellationToken cancellationToken
    )
    {
        // These words come from a request that was refused: a stranger must not fill the record with them.
        var draft = new EventDraft(RecordText.Of(type, MaximumText), context)
        {
            Cause = RecordText.Of(cause, MaximumText),
            Outcome = EventOutcome.Refused,
        };
        return store.AppendAsync(
            new AggregateKey(RecordText.Of(objectKind, MaximumText), RecordText.Of(objectId, MaximumText)),
            [draft],
            cancellationToken
        );
    }

    // A role that reads a part of the audit only: what is about devices, about evidence, or the reader's own acts.
    private static IQueryable<EventRow> Allowed(
        CommandDbContext database,
        IQueryable<EventRow> events,
        CommandContext reader,
        string? list,
        ScopeSet visible
    )
    {
        if (list is null && visible.All)
        {
            return events;
        }
        var lists = list?.Split(',') ?? ["device-log"];
        var (ofDevices, ofEvidence) = (lists.Contains("device-log"), lists.Contains("custody-log"));
        var (all, units, devices) = (visible.All, visible.UnitIds.ToArray(), visible.DeviceIds.ToArray());
        var within = database
            .Set<DeviceRow>()
            .Where(device => all || units.Contains(device.UnitId) || devices.Contains(device.Id))
            .Select(device => device.Id);
        return events.Where(row =>
            row.Actor == reader.ActorId
            || (ofDevices && (row.Kind == "camera" || row.Kind == "recorder") && within.Contains(row.Id))
            || (ofEvidence && row.Kind == "evidence")
        );
    }

    private static IQueryable<EventRow> Matching(IQueryable<EventRow> events, AuditQuery query)
    {
        if (query.ObjectKind is { } kind)
        {
            events = events.Where(row => row.Kind == kind);
        }

        if (query.ObjectId is { } id)
        {
            events = events.Where(row => row.Id == id);
        }

        if (query.ActorId is { } actor)
        {
            events = events.Where(row => row.Actor == actor);
        }

        if (query.TypePrefix is { } prefix)
        {
            events = events.Where(row => row.Type.StartsWith(prefix));
        }

        if (query.Before is { } before)
        {
            var beforeUs = UnixMicroseconds.From(before);
            events = events.Where(row => row.AtUs < beforeUs);
        }

        return events;
    }

    private static AuditEntry EntryOf(EventRow row) =>
        new(
            row.Node,
            row.Seq,
            UnixMicroseconds.ToTime(row.AtUs),
            row.Type,
            row.Kind,
            row.Id,
            row.Actor,
            row.ActorName,
            row.ClientAddress,
            row.Purpose,
            row.CorrelationId,
            row.Cause,
            row.Before,
            row.After,
            row.Outcome
        );
}
