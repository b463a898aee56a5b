using System.Collections.Concurrent;
using System.Diagnostics;
using Command.Media.Hosting;

namespace Command.Silo.MediaNode;

/// <summary>Ties the late steps of a join, which happen on media threads, to the trace of the order that caused them. Thread-safe.</summary>
internal sealed class JoinTraces(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (ActivityContext Join, DateTimeOffset Begun)> _joins = new(StringComparer.Ordinal);

    /// <summary>Remembers the present trace for a session; nothing while nobody traces.</summary>
    public void Remember(string session)
    {
        if (Activity.Current is { } activity)
        {
            _joins[session] = (activity.Context, time.GetUtcNow());
        }
    }

    public void Forget(string session) => _joins.TryRemove(session, out _);

    public void OnStep(MediaSessionStep step)
    {
        if (!_joins.TryGetValue(step.SessionId, out var join))
        {
            return;
        }
        var name = step.Step switch
        {
            MediaSessionStepKind.Ice => "ice",
            MediaSessionStepKind.Dtls => "dtls",
            MediaSessionStepKind.FirstPacket => "first-packet",
            _ => "first-key-frame",
        };
        JoinTrace.Note(name, join.Join, join.Begun, step.Elapsed, step.SessionId);
        if (step.Step == MediaSessionStepKind.FirstKeyFrame)
        {
            Forget(step.SessionId);
        }
    }
}
