using System.Net;

namespace Command.Devices.Mqtt;

/// <summary>
/// Connections that have not signed in yet, by address: one address may hold only so many, or whoever opens connections and says nothing would
/// keep everybody out. Thread-safe.
/// </summary>
internal sealed class PendingConnections
{
    /// <summary>Most of one address: a whole fleet may come back at once behind one carrier's address.</summary>
    public const int MaxOfOneAddress = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _counts = [];

    /// <summary>Addresses with such connections.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>One more; false when the address has too many.</summary>
    public bool TryEnter(IPAddress address)
    {
        lock (_gate)
        {
            var count = _counts.GetValueOrDefault(address);
            if (count >= MaxOfOneAddress)
            {
                return false;
            }
            _counts[address] = count + 1;
            return true;
        }
    }

    /// <summary>One has signed in or ended.</summary>
    public void Leave(IPAddress address)
    {
        lock (_gate)
        {
            var count = _counts.GetValueOrDefault(address) - 1;
            if (count > 0)
            {
                _counts[address] = count;
            }
            else
            {
                _counts.Remove(address);
            }
        }
    }
}
