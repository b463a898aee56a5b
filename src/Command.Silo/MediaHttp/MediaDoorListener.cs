using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaHttp;

/// <summary>Opens the door's own port on the host's web server and marks what comes in there.</summary>
internal sealed class MediaDoorListener(IOptions<MediaDoorOptions> options, MediaDoor door) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel) =>
        kestrel.Listen(
            IPAddress.Parse(options.Value.Address),
            options.Value.Port,
            listener =>
            {
                listener.Use(next =>
                    connection =>
                    {
                        connection.Features.Set<IMediaDoorFeature>(MediaDoorFeature.Instance);
                        return next(connection);
                    }
                );
                door.ListenOn(() => listener.IPEndPoint ?? new IPEndPoint(IPAddress.Loopback, options.Value.Port));
            }
        );
}
