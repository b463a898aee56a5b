using System.Net;
using System.Net.NetworkInformation;

namespace Command.Media.Ice;

/// <summary>
/// Our candidates as they are now: the configured addresses, or those of the interfaces, looked at again when an answer is made, so that
/// a changed address (DHCP, VPN, another network) is announced to the next viewer. Thread-safe.
/// </summary>
internal sealed class IceCandidateSource
{
    /// <summary>How old a look at the interfaces may be: many joins at once need one.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<IPAddress> _publicAddresses;
    private readonly Func<IReadOnlyList<IPAddress>> _localAddresses;
    private readonly int _port;
    private readonly bool _hasIPv6;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private IReadOnlyList<IceCandidate> _candidates;
    private long _gatheredAt;

    /// <summary>Takes the first look.</summary>
    /// <param name="publicAddresses">Addresses that peers can reach; if any, they are used and nothing else is looked at.</param>
    /// <param name="port">The media port.</param>
    /// <param name="hasIPv6">False leaves IPv6 addresses out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="localAddresses">Looks at the interfaces; null for the system's.</param>
    public IceCandidateSource(
        IReadOnlyList<IPAddress> publicAddresses,
        int port,
        bool hasIPv6,
        TimeProvider time,
        Func<IReadOnlyList<IPAddress>>? localAddresses = null
    )
    {
        _publicAddresses = publicAddresses;
        _localAddresses = localAddresses ?? IceCandidate.LocalAddresses;
        _port = port;
        _hasIPv6 = hasIPv6;
        _time = time;
        _candidates = Gather();
        _gatheredAt = time.GetTimestamp();
    }

    /// <summary>
    /// The one address to listen on when a single one of this machine is announced; else null, for all. A socket on all addresses answers from the one
    /// that routing prefers: a browser that was told another (loopback, or the second network of the machine) does not know the answer as its own.
    /// </summary>
    /// <param name="publicAddresses">What is announced.</param>
    public static IPAddress? OnlyLocal(IReadOnlyList<IPAddress> publicAddresses) =>
        publicAddresses is [var only] && (IPAddress.IsLoopback(only) || IceCandidate.LocalAddresses().Contains(only)) ? only : null;

    /// <summary>What an answer announces, best first; at most <see cref="Lifetime"/> old.</summary>
    public IReadOnlyList<IceCandidate> Current
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetTimestamp();
                if (_publicAddresses.Count == 0 && _time.GetElapsedTime(_gatheredAt, now) >= Lifetime)
                {
                    _gatheredAt = now;
                    try
                    {
                        _candidates = Gather();
                    }
                    catch (NetworkInformationException)
                    {
                        // An interface went away under the look: the last one serves until the next.
                    }
                }
                return _candidates;
            }
        }
    }

    private IReadOnlyList<IceCandidate> Gather() =>
        IceCandidate.Gather(_publicAddresses.Count > 0 ? _publicAddresses : _localAddresses(), _port, _hasIPv6);
}
