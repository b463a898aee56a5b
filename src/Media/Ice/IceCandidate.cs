using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Command.Media.Ice;

/// <summary>A host candidate of ours (RFC 8445 §5.1): component 1 over UDP; RTCP shares it.</summary>
/// <param name="Foundation">Equal for candidates that share address and type.</param>
/// <param name="Priority">RFC 8445 §5.1.2.1; higher is tried first.</param>
/// <param name="Address">Where the media port can be reached.</param>
/// <param name="Port">1 to 65,535.</param>
internal sealed record IceCandidate(string Foundation, uint Priority, IPAddress Address, int Port)
{
    private const uint HostTypePreference = 126;
    private const int Component = 1;

    /// <summary>Candidates for addresses, first is best.</summary>
    /// <param name="addresses">Addresses that peers can reach.</param>
    /// <param name="port">The media port.</param>
    /// <param name="hasIPv6">False leaves IPv6 addresses out.</param>
    public static IReadOnlyList<IceCandidate> Gather(IReadOnlyList<IPAddress> addresses, int port, bool hasIPv6) =>
        [
            .. addresses
                .Where(address => hasIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
                .Distinct()
                .Select((address, index) => new IceCandidate($"{index + 1}", PriorityOf(index), address, port)),
        ];

    /// <summary>Addresses of every up interface, IPv4 first, and loopback last.</summary>
    public static IReadOnlyList<IPAddress> LocalAddresses()
    {
        var found = NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal && !address.IsIPv6Multicast && !IPAddress.IsLoopback(address))
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .ToList();
        found.Add(IPAddress.Loopback);
        return found;
    }

    /// <inheritdoc/>
    public override string ToString() => Address.ToString();

    private static uint PriorityOf(int index) => (HostTypePreference << 24) | ((uint)(65_535 - index) << 8) | (256 - Component);
}
