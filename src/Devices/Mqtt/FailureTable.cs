using System.Net;
using System.Net.Sockets;

namespace Command.Devices.Mqtt;

/// <summary>
/// Refused sign-ins by address. An address that had too many is refused unseen until it has been quiet; devices that have signed in before are
/// still let in from there (many recorders share one carrier's address), each with a limit of its own. At most
/// <see cref="Capacity"/> entries: the one that failed longest ago goes first. Thread-safe.
/// </summary>
internal sealed class FailureTable
{
    /// <summary>Most entries.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly int _perMinute;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();

    /// <summary>Makes an empty table.</summary>
    /// <param name="perMinute">Failures per minute of one key before it is refused.</param>
    /// <param name="time">Clock.</param>
    public FailureTable(int perMinute, TimeProvider time)
    {
        _perMinute = perMinute;
        _time = time;
    }

    /// <summary>Entries now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    /// <summary>Whether a sign-in from there is to be refused unseen.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="knownSerial">The device it says to be, when that device has signed in before; else null.</param>
    public bool IsBlocked(IPAddress address, string? knownSerial)
    {
        var place = KeyOf(address);
        lock (_gate)
        {
            return IsExhausted(knownSerial is null ? place : $"{place} {knownSerial}");
        }
    }

    /// <summary>One refused sign-in.</summary>
    public void Failed(IPAddress address, string? knownSerial)
    {
        var place = KeyOf(address);
        lock (_gate)
        {
            Add(place);
            if (knownSerial is not null)
            {
                Add($"{place} {knownSerial}");
            }
        }
    }

    private bool IsExhausted(string key) => _byKey.TryGetValue(key, out var node) && node.Value.Bucket.IsEmpty;

    private void Add(string key)
    {
        if (_byKey.TryGetValue(key, out var node))
        {
            _byAge.Remove(node);
        }
        else
        {
            if (_byKey.Count >= Capacity && _byAge.First is { } oldest)
            {
                _byAge.RemoveFirst();
                _byKey.Remove(oldest.Value.Key);
            }
            node = new LinkedListNode<Entry>(new Entry(key, new TokenBucket(_perMinute / 60.0, _perMinute, _time)));
            _byKey.Add(key, node);
        }
        _ = node.Value.Bucket.TryTake();
        _byAge.AddLast(node);
    }

    /// <summary>One IPv6 customer has a whole /64.</summary>
    private static string KeyOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain.ToString();
        }
        Span<byte> bytes = stackalloc byte[16];
        plain.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..8]);
    }

    private sealed record Entry(string Key, TokenBucket Bucket);
}
