using System.Globalization;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>One way to carry a track that a client offers (RFC 2326 §12.39).</summary>
/// <param name="IsTcp">Interleaved, else UDP.</param>
/// <param name="First">Channel or port of RTP; −1 when the client leaves the channels to us.</param>
/// <param name="Second">Channel or port of RTCP.</param>
internal sealed record TransportOffer(bool IsTcp, int First, int Second)
{
    /// <summary>The first offer that can be served, in the client's order; null when there is none.</summary>
    public static TransportOffer? Choose(string? header, bool udpAllowed) =>
        (header ?? "").Split(',').Select(TryParse).FirstOrDefault(offer => offer is not null && (offer.IsTcp || udpAllowed));

    private static TransportOffer? TryParse(string spec)
    {
        var parts = spec.Split(';', StringSplitOptions.TrimEntries);
        var isTcp = parts[0].Equals("RTP/AVP/TCP", StringComparison.OrdinalIgnoreCase);
        var isUdp =
            parts[0].Equals("RTP/AVP", StringComparison.OrdinalIgnoreCase)
            || parts[0].Equals("RTP/AVP/UDP", StringComparison.OrdinalIgnoreCase);
        if ((!isTcp && !isUdp) || parts.Contains("multicast", StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = isTcp ? "interleaved=" : "client_port=";
        var pair = Array.Find(parts, part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        if (pair is null)
        {
            return isTcp ? new TransportOffer(true, -1, -1) : null;
        }

        var numbers = pair[name.Length..].Split('-');
        var most = isTcp ? byte.MaxValue : ushort.MaxValue;
        if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || first > most)
        {
            return null;
        }

        var second =
            numbers.Length > 1 && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                ? given
                : first + 1;
        return second <= most ? new TransportOffer(isTcp, first, second) : null;
    }
}
