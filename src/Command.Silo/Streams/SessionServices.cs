using Command.Media.Hosting;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.MediaNode;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Command.Silo.Streams;

/// <summary>What every session grain works with.</summary>
internal sealed class SessionServices(
    MediaServer server,
    DeviceKinds kinds,
    JoinTraces traces,
    IAuthority authority,
    IAggregateStore store,
    IDbContextFactory<CommandDbContext> contexts,
    ConsoleHints hints,
    ILocalSiloDetails silo,
    IOptions<MediaNodeOptions> options,
    TimeProvider time
)
{
    public MediaServer Server => server;

    public DeviceKinds Kinds => kinds;

    public JoinTraces Traces => traces;

    public IAuthority Authority => authority;

    public IAggregateStore Store => store;

    public ConsoleHints Hints => hints;

    public MediaNodeOptions Options => options.Value;

    public TimeProvider Time => time;

    /// <summary>Unit of a device, from its projection; null when there is no such device.</summary>
    public async Task<string?> UnitOfAsync(string deviceId, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database
            .Set<DeviceRow>()
            .Where(row => row.Id == deviceId)
            .Select(row => row.UnitId)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>This silo, as devices name it.</summary>
    public string Node => silo.SiloAddress.ToParsableString();
}
