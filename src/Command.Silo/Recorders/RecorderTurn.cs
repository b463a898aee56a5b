using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Storage;

namespace Command.Silo.Recorders;

/// <summary>
/// One thing that happens to a recorder: the state as it becomes, and what the record will say of it. The rules change it; the grain commits it as a
/// whole or drops it as a whole.
/// </summary>
internal sealed class RecorderTurn
{
    private readonly TimeProvider _time;
    private readonly ImmutableArray<EventDraft>.Builder _events = ImmutableArray.CreateBuilder<EventDraft>();
    private readonly Dictionary<string, RecorderSession> _sessions = [];

    public RecorderTurn(string id, RecorderState before, CommandContext context, RecorderOptions options, TimeProvider time)
    {
        _time = time;
        Id = id;
        Before = State = before;
        Context = context;
        Options = options;
        Now = time.GetUtcNow();
    }

    public string Id { get; }

    public RecorderState Before { get; }

    public RecorderState State { get; set; }

    public CommandContext Context { get; }

    public RecorderOptions Options { get; }

    public DateTimeOffset Now { get; }

    /// <summary>Its field page reported not long ago.</summary>
    public bool PageIsHere { get; set; }

    public ImmutableArray<EventDraft> Events => _events.ToImmutable();

    /// <summary>Sessions whose row changes.</summary>
    public IReadOnlyCollection<RecorderSession> Sessions => _sessions.Values;

    /// <summary>Something changed that has to be stored now; telemetry alone has not.</summary>
    public bool HasToBeStored =>
        _events.Count > 0 || State with { Health = Before.Health, Position = Before.Position, LastHeardAt = Before.LastHeardAt } != Before;

    public string NewId() => Ulid.New(_time);

    public void Note(string type, string? cause = null, string? was = null, string? now = null) =>
        _events.Add(
            new EventDraft(type, Context)
            {
                Cause = cause,
                Before = was,
                After = now,
            }
        );

    public void NoteFact<T>(string type, T now, JsonTypeInfo<T> json, string? cause = null) =>
        Note(type, cause, null, JsonSerializer.Serialize(now, json));

    /// <summary>The session as it is from now on; one that is over is no longer the running one.</summary>
    public void Put(StoredSession session, string type)
    {
        State = State with { Session = session.Session.State == RecorderSessionState.Ended ? null : session };
        _sessions[session.Session.Id] = session.Session;
        NoteFact(type, session.Session, RecorderJsonContext.Record.RecorderSession, session.Session.Reason);
    }
}
