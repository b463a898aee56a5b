using System.Net;

namespace Command.Media.WebRtc;

/// <summary>The media port and the limits of its peers; section <c>Media</c>.</summary>
public sealed record WebRtcOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Media";

    /// <summary>UDP port for all peers, 1 to 65,535; 0 takes any free one (tests).</summary>
    public int Port { get; init; } = 8189;

    /// <summary>
    /// Addresses to announce to browsers, as a list or as one value with commas (which wins over a list). A single one of this machine is also the only
    /// one to listen on. Empty: every address of every up
    /// interface, and loopback.
    /// </summary>
    public string[] PublicAddresses { get; set; } = [];

    /// <summary>Sessions at a time, 1 to 100,000; one more is refused as busy.</summary>
    public int MaxSessions { get; init; } = 2_000;

    /// <summary>DTLS handshakes at a time, each on a thread of its own, 2 to 1,024.</summary>
    public int MaxHandshakes { get; init; } = 64;

    /// <summary>From answer to keys, 1 s to 2 min; a session that takes longer ends.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without a sign of life of the peer, 5 s to 5 min (RFC 7675 asks for 30 s); then the session ends.</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From keys to the peer's first valid packet, 1 s to 1 min; a peer whose handshake hung on its side ends and tries again.</summary>
    public TimeSpan SilentPeerTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Bit rate at which the encoder of a publishing browser is told to start, 100 to 10,000 kbit/s; Chromium heeds it.</summary>
    public int PublishStartKbps { get; init; } = 800;

    /// <summary>Send runs of packets in one go where the system can (Linux UDP segmentation).</summary>
    public bool UseSegmentation { get; init; } = true;

    /// <summary>The announced addresses as values.</summary>
    internal IReadOnlyList<IPAddress> ParsePublicAddresses() => [.. PublicAddresses.Select(IPAddress.Parse)];

    /// <summary>The clocks of one peer.</summary>
    /// <param name="facts">What its offer says.</param>
    /// <param name="hasVideo">Browsers report on pictures every second, on sound alone every five (RFC 3550 §6.2).</param>
    internal PeerTransportOptions PeerOptions(OfferFacts facts, bool hasVideo) =>
        new()
        {
            RemoteUfrag = facts.RemoteUfrag,
            RemoteFingerprints = facts.RemoteFingerprints,
            ConnectTimeout = ConnectTimeout,
            ConsentTimeout = ConsentTimeout,
            SilentPeerTimeout = hasVideo ? SilentPeerTimeout : SilentPeerTimeout * 4,
        };
}
