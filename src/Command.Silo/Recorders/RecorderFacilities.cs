using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.MediaHttp;
using Command.Silo.MediaNode;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Command.Silo.Recorders;

/// <summary>What every recorder's grain works with.</summary>
internal sealed class RecorderFacilities(
    IAggregateStore store,
    IAuthority authority,
    AccessBook book,
    SignalCourier courier,
    DeviceRunner runner,
    MediaDoor door,
    ConsoleHints hints,
    TrackWriter track,
    RecorderPost post,
    RecorderMetrics metrics,
    IDbContextFactory<CommandDbContext> contexts,
    ILocalSiloDetails silo,
    IOptions<RecorderOptions> options,
    TimeProvider time
)
{
    public IAggregateStore Store => store;

    public IAuthority Authority => authority;

    /// <summary>To be refreshed when somebody else has the recorder in hand.</summary>
    public AccessBook Book => book;

    public SignalCourier Courier => courier;

    public DeviceRunner Runner => runner;

    public MediaDoor Door => door;

    public ConsoleHints Hints => hints;

    public TrackWriter Track => track;

    public RecorderPost Post => post;

    public RecorderMetrics Metrics => metrics;

    public IDbContextFactory<CommandDbContext> Contexts => contexts;

    public string SiloAddress => silo.SiloAddress.ToParsableString();

    public RecorderOptions Options => options.Value;

    public TimeProvider Time => time;
}
