using System.Collections.Frozen;
using Command.Contracts.Authority;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Authority;

/// <summary>
/// The node's copy of who may do what, whole and in memory, so that a decision costs no query. Read at the first question, and again whenever a
/// grain has committed a change. Thread-safe.
/// </summary>
internal sealed class AccessBook(IDbContextFactory<CommandDbContext> contexts, IUnitParents units, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan KeptShift = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _reading = new(1);
    private AccessSnapshot? _current;
    private AccessFacts _facts = AccessFacts.Nothing;
    private long _asked;
    private long _served;

    /// <summary>Told after every reading that found the book changed; on the reader's thread, so it must be quick.</summary>
    public event Action<AccessSnapshot>? Changed;

    /// <summary>What is known without waiting; empty before the first question.</summary>
    public AccessSnapshot Known => Volatile.Read(ref _current) ?? AccessSnapshot.Empty;

    /// <summary>The book; reads it when nobody has yet.</summary>
    public ValueTask<AccessSnapshot> CurrentAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _current) is { } current ? ValueTask.FromResult(current) : new(ReadFirstAsync(cancellationToken));

    /// <summary>
    /// Reads again; to be awaited by who has just committed a change, before saying so. Concurrent callers share a reading that began after they
    /// asked.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var mine = Interlocked.Increment(ref _asked);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_served >= mine)
            {
                return;
            }
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<AccessSnapshot> ReadFirstAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return Volatile.Read(ref _current) ?? await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<AccessSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var serves = Interlocked.Read(ref _asked);
        var facts = await ReadFactsAsync(cancellationToken);
        if (_current is { } current && facts.IsSameAs(_facts))
        {
            _served = serves;
            return current;
        }
        _facts = facts;
        var next = new AccessSnapshot((_current?.Version ?? 0) + 1, RoleCatalogue.Shipped, facts);
        Volatile.Write(ref _current, next);
        _served = serves;
        Changed?.Invoke(next);
        return next;
    }

    private async Task<AccessFacts> ReadFactsAsync(CancellationToken cancellationToken)
    {
        var parents = await units.ReadAsync(cancellationToken);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var roles = await database.Set<RoleGrantRow>().AsNoTracking().ToListAsync(cancellationToken);
        var oldest = time.GetUtcNow() - KeptShift;
        var shifts = await database.Set<ShiftRow>().AsNoTracking().Where(shift => shift.EndsAt > oldest).ToListAsync(cancellationToken);
        var members = await database.Set<DeviceGroupMemberRow>().AsNoTracking().ToListAsync(cancellationToken);
        var holders = await database.Set<DeviceHolderRow>().AsNoTracking().ToListAsync(cancellationToken);
        var broken = await database.Set<BreakGlassRow>().AsNoTracking().ToListAsync(cancellationToken);
        return new AccessFacts(
            [
                .. roles.Select(row => new HeldRole(
                    row.Id,
                    row.SubjectId,
                    row.Role,
                    row.UnitId,
                    row.Groups(),
                    row.ValidFrom,
                    row.ValidUntil
                )),
            ],
            [.. shifts.Select(row => new HeldShift(row.AccountId, row.Role, row.UnitId, row.BeginsAt, row.EndsAt))],
            [.. members.Select(row => (row.GroupId, row.DeviceId))],
            [.. holders.Select(row => (row.AccountId, row.DeviceId))],
            broken.ToFrozenDictionary(
                row => row.SubjectId,
                row => new BreakGlass(row.Reason, row.Since, row.Until),
                StringComparer.Ordinal
            ),
            parents
        );
    }
}
