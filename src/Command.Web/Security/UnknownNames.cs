using System.Collections.Concurrent;
using Command.Contracts.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Failures of names that no account has. They lock like real names, in memory and bounded, so that a lock-out tells nothing.</summary>
internal sealed class UnknownNames
{
    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly IOptions<SecurityOptions> _options;
    private readonly TimeProvider _time;

    public UnknownNames(IPasswordHasher<Account> hasher, IOptions<SecurityOptions> options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Nobody = new Account(new AccountRecord("", "", "", "", null, null, "", 0, null, null, true, 0));
        NobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
    }

    /// <summary>Owner of <see cref="NobodysHash"/>.</summary>
    public Account Nobody { get; }

    /// <summary>A hash that no password matches, to spend the same time on.</summary>
    public string NobodysHash { get; }

    /// <summary>Counts one failure; the end of the lock-out when the name is locked now.</summary>
    public DateTimeOffset? CountFailure(string name)
    {
        var now = _time.GetUtcNow();
        if (_tallies.Count >= Capacity)
        {
            _tallies.Clear();
        }
        var tally = _tallies.AddOrUpdate(name, _ => new Tally(1, null), (_, old) => Next(old, now));
        return tally.LockedUntil;
    }

    private Tally Next(Tally old, DateTimeOffset now)
    {
        if (old.LockedUntil is { } until)
        {
            return until > now ? old : new Tally(1, null);
        }
        var count = old.Count + 1;
        return new Tally(count, count >= _options.Value.LockoutFailures ? now + _options.Value.LockoutDuration : null);
    }

    private sealed record Tally(int Count, DateTimeOffset? LockedUntil);
}
