using System.Collections.Concurrent;
using Command.Contracts.Accounts;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Is this session alive? Asked on every request; an answer is remembered for at most <see cref="SecurityOptions.SessionCache"/>.</summary>
internal sealed class SessionValidator(IGrainFactory grains, IOptions<SecurityOptions> options, TimeProvider time)
{
    private const int Capacity = 20_000;
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    /// <summary>True while the session is open. Throws what the cluster throws when it cannot be asked.</summary>
    public async Task<bool> IsAliveAsync(string accountId, string sessionId, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(sessionId, out var known) && time.GetElapsedTime(known.AskedAt) < options.Value.SessionCache)
        {
            return known.Alive && known.AccountId == accountId;
        }
        var asked = time.GetTimestamp();
        var alive = await grains.GetGrain<IAccountGrain>(accountId).IsSessionAliveAsync(sessionId, cancellationToken);
        if (_answers.Count >= Capacity)
        {
            _answers.Clear();
        }
        _answers[sessionId] = new Answer(accountId, alive, asked);
        return alive;
    }

    /// <summary>Forgets what is known, so that a sign-out on this node counts at once.</summary>
    public void Forget(string sessionId) => _answers.TryRemove(sessionId, out _);

    private sealed record Answer(string AccountId, bool Alive, long AskedAt);
}
