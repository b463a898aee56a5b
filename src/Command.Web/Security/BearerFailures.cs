using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>
/// Wrong keys of devices and wrong stream grants, per address in a window of one minute: beyond the limit nothing is asked of the cluster for the rest of
/// it. Thread-safe; bounded: a full table forgets.
/// </summary>
internal sealed class BearerFailures(IOptions<SecurityOptions> options, TimeProvider time)
{
    private const int Capacity = 10_000;
    private const int NetworkBytes = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (int Count, long Begun)> _tallies = [];

    /// <summary>How long this address has to wait; null when it may try.</summary>
    public TimeSpan? WaitOf(IPAddress? address)
    {
        lock (_gate)
        {
            return
                _tallies.TryGetValue(SourceOf(address), out var tally)
                && tally.Count >= options.Value.BearerFailuresPerMinute
                && Window - time.GetElapsedTime(tally.Begun) is var left
                && left > TimeSpan.Zero
                ? left
                : null;
        }
    }

    public void Count(IPAddress? address)
    {
        var source = SourceOf(address);
        lock (_gate)
        {
            if (_tallies.TryGetValue(source, out var tally) && time.GetElapsedTime(tally.Begun) < Window)
            {
                _tallies[source] = (tally.Count + 1, tally.Begun);
                return;
            }
            MakeRoom();
            _tallies[source] = (1, time.GetTimestamp());
        }
    }

    private void MakeRoom()
    {
        if (_tallies.Count < Capacity)
        {
            return;
        }
        foreach (var (source, tally) in _tallies)
        {
            if (time.GetElapsedTime(tally.Begun) >= Window)
            {
                _tallies.Remove(source);
            }
        }
        if (_tallies.Count >= Capacity)
        {
            _tallies.Clear();
        }
    }

    // One IPv6 host has a whole /64 to itself.
    private static IPAddress SourceOf(IPAddress? address)
    {
        var known = address ?? IPAddress.None;
        if (known.IsIPv4MappedToIPv6)
        {
            return known.MapToIPv4();
        }
        if (known.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return known;
        }
        var bytes = known.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
