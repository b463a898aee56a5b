using System.Collections.Concurrent;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Recorders;

/// <summary>Which recorder has which serial, remembered for seconds: each message of each device asks. Thread-safe.</summary>
internal sealed class RecorderNames(IDbContextFactory<CommandDbContext> contexts, TimeProvider time)
{
    private const int Capacity = 50_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (string? Id, long ReadAt)> _known = new(StringComparer.Ordinal);

    /// <summary>What is remembered: the id, or null for a serial that no enabled recorder has. False when it has to be looked up.</summary>
    public bool TryRecall(string serial, out string? id)
    {
        var isKnown = _known.TryGetValue(serial, out var known) && time.GetElapsedTime(known.ReadAt) < Lifetime;
        id = isKnown ? known.Id : null;
        return isKnown;
    }

    /// <summary>Id of the enabled recorder with this serial, or null.</summary>
    public async ValueTask<string?> FindAsync(string serial, CancellationToken cancellationToken)
    {
        if (TryRecall(serial, out var known))
        {
            return known;
        }
        var row = await ReadAsync(serial, cancellationToken);
        var id = row is { Enabled: true } ? row.Id : null;
        if (_known.Count >= Capacity)
        {
            _known.Clear(); // the working set comes back by itself
        }
        _known[serial] = (id, time.GetTimestamp());
        return id;
    }

    /// <summary>The row with this serial as it is now.</summary>
    public async Task<RecorderRow?> ReadAsync(string serial, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Set<RecorderRow>().SingleOrDefaultAsync(row => row.Serial == serial, cancellationToken);
    }

    /// <summary>Something says that what is remembered of this serial is not true any more.</summary>
    public void Forget(string serial) => _known.TryRemove(serial, out _);
}
