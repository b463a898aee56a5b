using Command.Media.WebRtc;

namespace Command.Media.Hosting;

/// <summary>A publisher in the session table.</summary>
internal sealed class PublisherEntry(WhipSession session, PeerTransport transport, string remoteUfrag)
    : MediaSession(session.Id, session.StreamName, transport, remoteUfrag)
{
    /// <inheritdoc/>
    public override void Start()
    {
        session.Start(Transport, Transport.Close);
        Transport.Start(session);
    }

    /// <inheritdoc/>
    public override void End(string reason) => session.End(reason);

    /// <inheritdoc/>
    public override bool IsOf(object other) => ReferenceEquals(session, other);

    /// <inheritdoc/>
    public override MediaSessionInfo Describe()
    {
        var facts = session.Facts;
        var totals = session.Totals;
        return new MediaSessionInfo(
            Id,
            StreamName,
            session.IsConnected,
            RemoteAddress,
            Transport.Profile?.Name,
            session.Age,
            totals.Packets,
            totals.Repaired,
            facts.FractionLost,
            facts.RoundTrip,
            IsPublisher: true
        );
    }
}
