using Command.Media.Transport;
using Command.Media.WebRtc;

namespace Command.Media.Hosting;

/// <summary>One entry of the session table: a viewer or a publisher and its transport.</summary>
/// <param name="id">Its identity.</param>
/// <param name="streamName">What it watches or publishes.</param>
/// <param name="transport">Its transport.</param>
/// <param name="remoteUfrag">The peer's ICE user name fragment.</param>
internal abstract class MediaSession(string id, string streamName, PeerTransport transport, string remoteUfrag)
{
    /// <summary>Its identity.</summary>
    public string Id { get; } = id;

    /// <summary>What it watches or publishes.</summary>
    public string StreamName { get; } = streamName;

    /// <summary>Its transport.</summary>
    public PeerTransport Transport { get; } = transport;

    /// <summary>The peer's ICE user name fragment.</summary>
    public string RemoteUfrag { get; } = remoteUfrag;

    /// <summary>Names the ICE generation, in letters that need no quoting.</summary>
    public string ETag { get; } = transport.Local.Ufrag.Replace('/', '-').Replace('+', '_');

    /// <summary>IP address and port of the peer; null before ICE found it.</summary>
    protected string? RemoteAddress => Transport.RemoteAddress is { } address ? SocketAddressBytes.ToEndPoint(address).ToString() : null;

    /// <summary>Starts the session, then the transport.</summary>
    public abstract void Start();

    /// <summary>Ends it; the first reason is kept.</summary>
    public abstract void End(string reason);

    /// <summary>Whether this entry is of that very session, not of another one with its id.</summary>
    public abstract bool IsOf(object other);

    /// <summary>As operators see it.</summary>
    public abstract MediaSessionInfo Describe();
}
