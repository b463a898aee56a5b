using Command.Devices.Drivers;
using Command.Media.Buffers;
using Command.Media.Hub;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaNode;

/// <summary>What every pull of this node works with.</summary>
internal sealed class PullServices(
    DriverRegistry drivers,
    MediaHub hub,
    PacketPool pool,
    IDeviceReporter reporter,
    Publishers publishers,
    IOptions<MediaNodeOptions> options,
    IOptions<BackoffOptions> backoff,
    TimeProvider time,
    ILogger<StreamPull> logger
)
{
    public DriverRegistry Drivers => drivers;

    public MediaHub Hub => hub;

    public PacketPool Pool => pool;

    public IDeviceReporter Reporter => reporter;

    public Publishers Publishers => publishers;

    public MediaNodeOptions Options => options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public BackoffOptions Backoff => backoff.Value;
}
