using System.Globalization;
using System.Net;
using Command.Contracts.Streams;
using Command.Silo.Keys;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaHttp;

/// <summary>The way to this node's door: its address, and tickets for what lies behind it.</summary>
internal sealed class MediaDoor(IOptions<MediaDoorOptions> options, MediaGrantKey key, TimeProvider time)
{
    public const string StillPath = "/media/still/";

    private Func<IPEndPoint>? _listener;

    /// <summary>Where web nodes find the door.</summary>
    public string BaseAddress
    {
        get
        {
            if (options.Value.PublicAddress is { } address)
            {
                return address;
            }
            var port = Volatile.Read(ref _listener)?.Invoke().Port ?? options.Value.Port;
            return $"http://{new IPEndPoint(IPAddress.Parse(options.Value.Address), port)}";
        }
    }

    /// <summary>The listener tells its end point from now on; a free port is known only once it listens.</summary>
    public void ListenOn(Func<IPEndPoint> listener) => Volatile.Write(ref _listener, listener);

    public async ValueTask<StillTicket> StillTicketAsync(StreamPath stream, int maxWidth, CancellationToken cancellationToken)
    {
        var path = PathOf(stream, maxWidth);
        var grant = MediaToken.Sign(await key.GetAsync(cancellationToken), path, time.GetUtcNow());
        return new StillTicket(BaseAddress, $"{path}&grant={grant}");
    }

    public async ValueTask<MediaTokenVerdict> VerifyStillAsync(
        StreamPath stream,
        int maxWidth,
        string? grant,
        CancellationToken cancellationToken
    ) => MediaToken.Verify(await key.GetAsync(cancellationToken), PathOf(stream, maxWidth), grant, time.GetUtcNow());

    private static string PathOf(StreamPath stream, int maxWidth) =>
        string.Create(CultureInfo.InvariantCulture, $"{StillPath}{stream.Value}?width={maxWidth}");
}
