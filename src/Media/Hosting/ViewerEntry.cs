using Command.Media.WebRtc;

namespace Command.Media.Hosting;

/// <summary>A viewer in the session table.</summary>
internal sealed class ViewerEntry(WhepSession session, PeerTransport transport, string remoteUfrag)
    : MediaSession(session.Id, session.Stream.Name, transport, remoteUfrag)
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
        var statistics = session.Statistics;
        return new MediaSessionInfo(
            Id,
            StreamName,
            session.IsConnected,
            RemoteAddress,
            Transport.Profile?.Name,
            session.Age,
            statistics.Packets,
            statistics.Retransmitted,
            statistics.FractionLost,
            statistics.RoundTrip,
            IsPublisher: false
        );
    }
}
