using System.Collections.Immutable;

namespace Command.Media.Sdp;

/// <summary>
/// A whole description as an immutable value (RFC 8866), for RTSP as well as for WebRTC.
/// What has no property of its own stays in <see cref="Attributes"/> and is written again.
/// Compare two descriptions by their written text: lists inside compare by reference.
/// </summary>
public sealed record SessionDescription
{
    /// <summary>The o= line; null when the author left it out (seen by retina on cameras).</summary>
    public SdpOrigin? Origin { get; init; }

    /// <summary>The s= line; null when left out.</summary>
    public string? Name { get; init; }

    /// <summary>The c= line of the session; null when absent or empty.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>The b= lines of the session.</summary>
    public ImmutableArray<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary>The a=group lines.</summary>
    public ImmutableArray<SdpGroup> Groups { get; init; } = [];

    /// <summary>True with a=ice-lite: the author only answers checks (RFC 8839 §5.3).</summary>
    public bool IceLite { get; init; }

    /// <summary>ICE user name fragment for sections without their own.</summary>
    public string? IceUfrag { get; init; }

    /// <summary>ICE password for sections without their own.</summary>
    public string? IcePwd { get; init; }

    /// <summary>Words of a=ice-options, for example trickle.</summary>
    public ImmutableArray<string> IceOptions { get; init; } = [];

    /// <summary>Certificate fingerprints for sections without their own.</summary>
    public ImmutableArray<SdpFingerprint> Fingerprints { get; init; } = [];

    /// <summary>DTLS role for sections without their own.</summary>
    public SdpSetup? Setup { get; init; }

    /// <summary>Direction for sections without their own.</summary>
    public SdpDirection? Direction { get; init; }

    /// <summary>The a=control line of the session (RFC 2326 C.1.1): where PLAY and TEARDOWN go.</summary>
    public string? Control { get; init; }

    /// <summary>Every other a= line of the session, in order.</summary>
    public ImmutableArray<SdpProperty> Attributes { get; init; } = [];

    /// <summary>The m= sections, in order; the index matters in WebRTC.</summary>
    public ImmutableArray<MediaDescription> Media { get; init; } = [];

    /// <summary>ICE user name fragment that is valid for a section.</summary>
    public string? IceUfragOf(MediaDescription media) => media.IceUfrag ?? IceUfrag;

    /// <summary>ICE password that is valid for a section.</summary>
    public string? IcePwdOf(MediaDescription media) => media.IcePwd ?? IcePwd;

    /// <summary>Fingerprints that are valid for a section.</summary>
    public ImmutableArray<SdpFingerprint> FingerprintsOf(MediaDescription media) =>
        media.Fingerprints.IsEmpty ? Fingerprints : media.Fingerprints;

    /// <summary>DTLS role that is valid for a section; null when nobody said.</summary>
    public SdpSetup? SetupOf(MediaDescription media) => media.Setup ?? Setup;

    /// <summary>Direction that is valid for a section; both ways when nobody said.</summary>
    public SdpDirection DirectionOf(MediaDescription media) => media.Direction ?? Direction ?? SdpDirection.SendReceive;

    /// <summary>The first kept attribute of that name, compared without case; null when absent.</summary>
    public SdpProperty? FindAttribute(string name) =>
        Attributes.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The section with that mid; null when absent.</summary>
    public MediaDescription? FindMedia(string mid) => Media.FirstOrDefault(m => m.Mid == mid);
}
