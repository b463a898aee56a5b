using Command.Media.Codecs;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>All that an answer is made of.</summary>
internal sealed record AnswerRequest
{
    /// <summary>The browser's offer.</summary>
    public required SessionDescription Offer { get; init; }

    /// <summary>The stream's tracks, in order.</summary>
    public required IReadOnlyList<TrackFormat> Formats { get; init; }

    /// <summary>Decimal digits for the o= line.</summary>
    public required string SessionId { get; init; }

    /// <summary>MediaStream id and CNAME: what ties sound and picture together.</summary>
    public required string StreamId { get; init; }

    /// <summary>Our side of ICE.</summary>
    public required IceCredentials Local { get; init; }

    /// <summary>Our certificate.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Where we can be reached, best first.</summary>
    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>Gives a fresh random SSRC.</summary>
    public required Func<uint> NextSsrc { get; init; }

    /// <summary>Our side of the transport.</summary>
    public AnswerTransport Transport => new(Local, Fingerprint, Candidates);
}
