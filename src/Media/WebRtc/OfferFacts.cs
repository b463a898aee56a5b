using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Command.Media.Dtls;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>What the transport needs from an offer (RFC 9429 §5.10), checked before a peer is made.</summary>
/// <param name="RemoteUfrag">ICE user name fragment of the bundle.</param>
/// <param name="RemoteFingerprints">Fingerprints of the bundle's certificate with a hash we trust.</param>
internal sealed record OfferFacts(string RemoteUfrag, ImmutableArray<DtlsFingerprint> RemoteFingerprints)
{
    /// <summary>Reads them from the section that carries the bundle.</summary>
    /// <param name="offer">The whole offer.</param>
    /// <param name="facts">Null when refused.</param>
    /// <param name="fault">What is wrong with the offer; empty when nothing is.</param>
    public static bool TryRead(SessionDescription offer, [NotNullWhen(true)] out OfferFacts? facts, out string fault)
    {
        fault = Read(offer, out facts);
        return facts is not null;
    }

    /// <summary>The mids of the offer's BUNDLE group; empty without one.</summary>
    public static ImmutableArray<string> BundledMids(SessionDescription offer) =>
        offer.Groups.FirstOrDefault(group => group.Semantics == SdpGroup.Bundle)?.Mids ?? [];

    /// <summary>Whether a section can be accepted at all: there, multiplexed, protected, and on the one transport.</summary>
    /// <param name="offered">The section.</param>
    /// <param name="bundled">The offer's <see cref="BundledMids"/>.</param>
    /// <param name="isFirst">Whether none is accepted yet: without a bundle only one section has our transport.</param>
    public static bool IsUsable(MediaDescription offered, ImmutableArray<string> bundled, bool isFirst) =>
        (offered.Port != 0 || offered.FindAttribute("bundle-only") is not null)
        && offered.RtcpMux
        && offered.Protocol.Contains("TLS/RTP/SAVP", StringComparison.OrdinalIgnoreCase)
        && (bundled.IsEmpty ? isFirst : offered.Mid is { } mid && bundled.Contains(mid));

    private static string Read(SessionDescription offer, out OfferFacts? facts)
    {
        facts = null;
        if (offer.Media.IsEmpty)
        {
            return "The offer has no media section.";
        }

        var media = Carrier(offer);
        if (offer.IceUfragOf(media) is not { Length: >= 4 and <= 256 } ufrag || offer.IcePwdOf(media) is not { Length: >= 22 })
        {
            return "The offer lacks ICE credentials.";
        }

        var fingerprints = offer
            .FingerprintsOf(media)
            .Where(fingerprint => DtlsFingerprint.IsSupported(fingerprint.HashFunction))
            .Select(fingerprint => new DtlsFingerprint(fingerprint.HashFunction, fingerprint.Value))
            .ToImmutableArray();
        if (fingerprints.IsEmpty)
        {
            return "The offer lacks a certificate fingerprint by SHA-256, SHA-384 or SHA-512.";
        }

        if (offer.SetupOf(media) is not (SdpSetup.ActivePassive or SdpSetup.Active))
        {
            return "The offer must allow the browser to open DTLS (a=setup:actpass).";
        }

        facts = new OfferFacts(ufrag, fingerprints);
        return string.Empty;
    }

    private static MediaDescription Carrier(SessionDescription offer) =>
        BundledMids(offer) is [var first, ..] && offer.FindMedia(first) is { } media ? media : offer.Media[0];
}
