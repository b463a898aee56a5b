using Command.Media.Codecs;

namespace Command.Media.RtpPayload;

/// <summary>Does this packet start a key frame? Looks at one payload only; no reassembly, no state.</summary>
internal static class KeyFrameDetector
{
    /// <summary>Whether a key frame, or the parameter sets before one, start in this payload.</summary>
    /// <param name="codec">The track's codec; with sound every packet is a start.</param>
    /// <param name="payload">One RTP payload.</param>
    public static bool StartsKeyFrame(CodecKind codec, ReadOnlySpan<byte> payload) =>
        codec switch
        {
            CodecKind.H264 => H264(payload),
            CodecKind.H265 => H265(payload),
            CodecKind.Vp8 => Vp8(payload),
            // The fragment offset is zero only in a picture's first packet (RFC 2435 §3.1.2).
            CodecKind.Mjpeg => payload.Length >= 8 && payload[1] == 0 && payload[2] == 0 && payload[3] == 0,
            _ => !payload.IsEmpty,
        };

    private static bool H264(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return false;
        }
        switch (H264Nal.TypeOf(payload[0]))
        {
            case H264NalType.Idr or H264NalType.Sps:
                return true;
            case H264NalType.FuA:
                return H264Payload.TryReadFragment(payload, out var header, out var isStart, out _)
                    && isStart
                    && H264Nal.TypeOf(header) is H264NalType.Idr or H264NalType.Sps;
            case H264NalType.StapA:
                var rest = payload[1..];
                while (H264Payload.TryReadAggregated(ref rest, out var nal))
                {
                    if (H264Nal.TypeOf(nal[0]) is H264NalType.Idr or H264NalType.Sps)
                    {
                        return true;
                    }
                }
                return false;
            default:
                return false;
        }
    }

    // RFC 7798 §4.4; IRAP pictures are types 16 to 23, parameter sets 32 to 34.
    private static bool H265(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 3)
        {
            return false;
        }
        var type = (payload[0] >> 1) & 0x3F;
        if (type == 49)
        {
            return (payload[2] & 0x80) != 0 && IsH265Start(payload[2] & 0x3F);
        }
        if (type != 48)
        {
            return IsH265Start(type);
        }
        var rest = payload[2..];
        while (H264Payload.TryReadAggregated(ref rest, out var nal))
        {
            if (IsH265Start((nal[0] >> 1) & 0x3F))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsH265Start(int type) => type is (>= 16 and <= 23) or (>= 32 and <= 34);

    private static bool Vp8(ReadOnlySpan<byte> payload) =>
        Vp8Payload.TryReadFrameStart(payload, out var frame) && Vp8Payload.IsKeyFrame(frame);
}
