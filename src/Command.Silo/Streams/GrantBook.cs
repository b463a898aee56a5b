using System.Buffers.Text;
using System.Security.Cryptography;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.Streams;

/// <summary>Single-use passes for streams, each for a minute. Bounded; not thread-safe.</summary>
internal sealed class GrantBook(TimeProvider time)
{
    public const int MostGrants = 10_000;
    public const int MostPerHolder = 64;
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const int TokenBytes = 32;

    private readonly Dictionary<string, LinkedListNode<Entry>> _grants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perHolder = new(StringComparer.Ordinal);

    // All live equally long: the order of making is the order of ending.
    private readonly LinkedList<Entry> _ending = [];

    public int Count => _grants.Count;

    public CommandResult<StreamGrant> Issue(CommandContext holder, StreamPath stream, StreamAction action)
    {
        var now = time.GetUtcNow();
        Expire(now);
        if (_grants.Count >= MostGrants || _perHolder.GetValueOrDefault(holder.ActorId) >= MostPerHolder)
        {
            return new Refusal(
                RefusalCode.Busy,
                "too-many-grants",
                $"More than {MostPerHolder} unused stream grants; the oldest ends within {Lifetime.TotalSeconds:0} s.",
                [$"{Lifetime.TotalSeconds:0}"],
                null
            );
        }
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var entry = new Entry(token, holder, stream, action, now + Lifetime);
        _grants.Add(token, _ending.AddLast(entry));
        _perHolder[holder.ActorId] = _perHolder.GetValueOrDefault(holder.ActorId) + 1;
        return new StreamGrant(token, stream.Value, action, entry.ExpiresAt);
    }

    /// <summary>Null for a token that is not good for this; a pass for something else stays good for that.</summary>
    public CommandContext? Redeem(string token, StreamPath stream, StreamAction action)
    {
        Expire(time.GetUtcNow());
        if (!_grants.TryGetValue(token, out var node) || node.Value.Stream != stream || node.Value.Action != action)
        {
            return null;
        }
        Forget(node);
        return node.Value.Holder;
    }

    /// <summary>All unused passes of a holder are worthless: what it signed in with is.</summary>
    public void Revoke(string actorId)
    {
        for (var node = _ending.First; node is not null; )
        {
            var next = node.Next;
            if (node.Value.Holder.ActorId == actorId)
            {
                Forget(node);
            }
            node = next;
        }
    }

    private void Expire(DateTimeOffset now)
    {
        while (_ending.First is { } oldest && oldest.Value.ExpiresAt <= now)
        {
            Forget(oldest);
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _ending.Remove(node);
        _grants.Remove(node.Value.Token);
        var holder = node.Value.Holder.ActorId;
        var left = _perHolder[holder] - 1;
        if (left == 0)
        {
            _perHolder.Remove(holder);
        }
        else
        {
            _perHolder[holder] = left;
        }
    }

    private sealed record Entry(string Token, CommandContext Holder, StreamPath Stream, StreamAction Action, DateTimeOffset ExpiresAt);
}
