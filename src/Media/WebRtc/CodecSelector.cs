using System.Globalization;
using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>Which offered payload type carries which track. Pure.</summary>
internal static class CodecSelector
{
    private const int BaselineProfile = 0x42;
    private const int MainProfile = 0x4D;
    private const int HighProfile = 0x64;
    private const int UnfitRank = int.MaxValue;

    /// <summary>The best offered payload type for a track, or null when the peer does not have its codec.</summary>
    public static CodecSelection? Select(MediaDescription offered, TrackFormat format)
    {
        CodecSelection? best = null;
        var bestRank = UnfitRank;
        foreach (var payloadType in offered.PayloadTypes)
        {
            if (offered.FindRtpMap(payloadType) is not { } map)
            {
                continue;
            }

            var parameters = offered.FindFormatParameters(payloadType);
            var rank = Rank(map, parameters, format);
            if (rank < bestRank)
            {
                bestRank = rank;
                best = new(map, parameters, FindRtx(offered, payloadType));
            }
        }

        return best;
    }

    /// <summary>Codec names the peer offers, for the sentence that says what is missing.</summary>
    public static string Describe(MediaDescription offered) =>
        string.Join(
            ", ",
            offered
                .PayloadTypes.Select(payloadType => offered.FindRtpMap(payloadType)?.Encoding.ToUpperInvariant())
                .Where(name => name is not null and not ("RTX" or "RED" or "ULPFEC" or "FLEXFEC-03" or "CN" or "TELEPHONE-EVENT"))
                .Distinct()
        );

    /// <summary>0 is best; <see cref="UnfitRank"/> does not carry the track.</summary>
    private static int Rank(RtpMap map, FormatParameters? parameters, TrackFormat format)
    {
        if (!map.Encoding.Equals(EncodingOf(format.Codec), StringComparison.OrdinalIgnoreCase) || map.ClockRate != ClockRateOf(format))
        {
            return UnfitRank;
        }

        // Wide-band or two-channel G.711 of some cameras has the browsers' codec name, but would play at half the speed.
        if (format.Codec is CodecKind.Pcmu or CodecKind.Pcma && (format.ClockRate != map.ClockRate || format.Channels > 1))
        {
            return UnfitRank;
        }

        return format.Codec == CodecKind.H264 ? RankH264(parameters, format) : 0;
    }

    private static int RankH264(FormatParameters? parameters, TrackFormat format)
    {
        // Mode 0 has no fragments (RFC 6184 §5.3), and a camera's pictures do not fit a packet each.
        if (parameters?.Find("packetization-mode") != "1")
        {
            return UnfitRank;
        }

        // Browsers decode what the parameter set says, whatever profile was negotiated; an equal one is only tidier.
        var wanted = format.Sps.Length > 1 ? format.Sps[1] : BaselineProfile;
        var offered = ProfileOf(parameters);
        return offered switch
        {
            _ when offered == wanted => 0,
            BaselineProfile => 1,
            MainProfile => 2,
            HighProfile => 3,
            _ => 4,
        };
    }

    private static int ProfileOf(FormatParameters parameters) =>
        parameters.Find("profile-level-id") is { Length: 6 } text
        && int.TryParse(text.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var profile)
            ? profile
            : BaselineProfile;

    private static byte? FindRtx(MediaDescription offered, byte payloadType)
    {
        var associated = payloadType.ToString(CultureInfo.InvariantCulture);
        foreach (var candidate in offered.PayloadTypes)
        {
            if (
                offered.FindRtpMap(candidate) is { } map
                && map.Encoding.Equals("rtx", StringComparison.OrdinalIgnoreCase)
                && offered.FindFormatParameters(candidate)?.Find("apt") == associated
            )
            {
                return candidate;
            }
        }

        return null;
    }

    private static string EncodingOf(CodecKind codec) =>
        codec switch
        {
            CodecKind.H264 => "H264",
            CodecKind.Vp8 => "VP8",
            CodecKind.Opus => "opus",
            CodecKind.Pcmu => "PCMU",
            CodecKind.Pcma => "PCMA",
            _ => string.Empty,
        };

    /// <summary>WebRTC fixes the clocks: 90 kHz for pictures, 48 kHz for Opus (RFC 7587 §4.1), 8 kHz for G.711.</summary>
    private static int ClockRateOf(TrackFormat format) =>
        format.Kind == MediaKind.Video ? 90_000
        : format.Codec == CodecKind.Opus ? 48_000
        : 8_000;
}
