using System.Collections.Immutable;
using Command.Media.Dtls;
using Command.Media.Srtp;
using Command.Media.Transport;
using Microsoft.Extensions.Logging;

namespace Command.Media.WebRtc;

/// <summary>What all peers of a media server share.</summary>
/// <param name="Mux">The one port.</param>
/// <param name="Certificate">The one certificate.</param>
/// <param name="Workers">Threads for handshakes.</param>
/// <param name="Profiles">SRTP profiles to negotiate, best first.</param>
/// <param name="Time">Every clock.</param>
/// <param name="Logger">For sessions.</param>
internal sealed record PeerTransportServices(
    UdpMux Mux,
    DtlsCertificate Certificate,
    DtlsWorkers Workers,
    ImmutableArray<DtlsSrtpProfile> Profiles,
    TimeProvider Time,
    ILogger<PeerTransport> Logger
)
{
    /// <summary>GCM first, then what every peer has. The short-tag profile is not offered: it saves six bytes and costs safety.</summary>
    public static ImmutableArray<DtlsSrtpProfile> DefaultProfiles { get; } =
    [ToDtls(SrtpProfile.AeadAes128Gcm), ToDtls(SrtpProfile.Aes128CmHmacSha1Tag80)];

    /// <summary>A profile as the handshake sees it.</summary>
    public static DtlsSrtpProfile ToDtls(SrtpProfile profile) => new(profile.Id, SrtpProfile.KeyLength, profile.SaltLength);
}
