using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>The right of one session to send one stream on this node, until it is disposed.</summary>
/// <param name="publishers">Where it is known.</param>
/// <param name="session">Which session.</param>
/// <param name="actor">Who publishes.</param>
/// <param name="since">When the name was claimed.</param>
internal sealed class PublisherClaim(Publishers publishers, SessionKey session, CommandContext actor, DateTimeOffset since) : IDisposable
{
    public string SessionId { get; } = session.PublicId;

    public StreamPath Stream => session.Stream;

    public CommandContext Actor => actor;

    public DateTimeOffset Since => since;

    public void Dispose() => publishers.Release(this);
}
