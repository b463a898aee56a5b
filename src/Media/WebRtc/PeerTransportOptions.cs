using System.Collections.Immutable;
using Command.Media.Dtls;

namespace Command.Media.WebRtc;

/// <summary>What one peer's offer said, and how patient we are with it.</summary>
internal sealed record PeerTransportOptions
{
    /// <summary>The offer's ICE user name fragment.</summary>
    public required string RemoteUfrag { get; init; }

    /// <summary>The offer's certificate fingerprints.</summary>
    public required ImmutableArray<DtlsFingerprint> RemoteFingerprints { get; init; }

    /// <summary>From creation to keys.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without an authentic check (RFC 7675 §5.1).</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From keys to the first valid packet of the peer.</summary>
    public TimeSpan SilentPeerTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
