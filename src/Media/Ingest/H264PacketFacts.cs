using Command.Media.Codecs;
using Command.Media.RtpPayload;

namespace Command.Media.Ingest;

/// <summary>What the conditioner must know of one H.264 RTP payload. Pure.</summary>
/// <param name="Role">What it is within its picture.</param>
internal readonly record struct H264PacketFacts(H264PacketRole Role)
{
    /// <summary>Longest payload that is searched for start codes: parameter sets are shorter.</summary>
    private const int SearchedLength = 512;

    /// <summary>Whether the first slice of an IDR picture starts here.</summary>
    public bool StartsKeyFrame { get; private init; }

    /// <summary>Whether it holds a whole SPS or PPS.</summary>
    public bool HasParameterSets { get; private init; }

    /// <summary>Whether it holds a whole SPS.</summary>
    public bool HasSps { get; private init; }

    /// <summary>Whether a slice with bidirectional prediction starts here.</summary>
    public bool IsBSlice { get; private init; }

    /// <summary>Whether the payload breaks the format.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>Looks at one payload.</summary>
    public static H264PacketFacts Of(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return new H264PacketFacts(H264PacketRole.Droppable) { IsDamaged = true };
        }
        return H264Nal.TypeOf(payload[0]) switch
        {
            H264NalType.FuA => OfFragment(payload),
            H264NalType.StapA => OfAggregate(payload),
            _ => OfNal(payload),
        };
    }

    private static H264PacketFacts OfNal(ReadOnlySpan<byte> nal)
    {
        var type = H264Nal.TypeOf(nal[0]);
        switch (type)
        {
            case H264NalType.Sps or H264NalType.Pps or H264NalType.Sei or H264NalType.Delimiter:
                var isSps = type == H264NalType.Sps;
                if (isSps && HidesSlice(nal))
                {
                    return new H264PacketFacts(H264PacketRole.Slice) { StartsKeyFrame = true, HasParameterSets = true };
                }
                return new H264PacketFacts(H264PacketRole.Prefix) { HasSps = isSps, HasParameterSets = isSps || type == H264NalType.Pps };
            case H264NalType.EndOfSequence or H264NalType.EndOfStream or H264NalType.Filler:
                return new H264PacketFacts(H264PacketRole.Droppable);
            default:
                if (H264Nal.IsSlice(type))
                {
                    return OfSlice(nal);
                }
                // Extensions (14, 15, 20 and the like) mean nothing to a browser; 0 and 30 and up are no NAL units.
                return new H264PacketFacts(H264PacketRole.Droppable) { IsDamaged = (int)type is 0 or > 23 };
        }
    }

    private static H264PacketFacts OfSlice(ReadOnlySpan<byte> nal) =>
        new(H264PacketRole.Slice)
        {
            StartsKeyFrame = H264Nal.TypeOf(nal[0]) == H264NalType.Idr && H264Nal.IsFirstSlice(nal),
            IsBSlice = H264Nal.IsBSlice(nal),
        };

    private static H264PacketFacts OfFragment(ReadOnlySpan<byte> payload)
    {
        if (!H264Payload.TryReadFragment(payload, out var header, out var isStart, out _))
        {
            return new H264PacketFacts(H264PacketRole.Droppable) { IsDamaged = true };
        }
        var type = H264Nal.TypeOf(header);
        if (isStart && type == H264NalType.Sps)
        {
            // A whole picture behind its parameter sets as one "NAL unit" with start codes inside (V380).
            return new H264PacketFacts(H264PacketRole.Slice) { StartsKeyFrame = true, HasParameterSets = true };
        }
        if (!H264Nal.IsSlice(type))
        {
            return new H264PacketFacts(H264PacketRole.Other);
        }
        if (!isStart)
        {
            return new H264PacketFacts(H264PacketRole.Slice);
        }
        Span<byte> start = stackalloc byte[17];
        start[0] = header;
        var body = payload[H264Payload.FragmentHeaderLength..];
        var length = Math.Min(body.Length, start.Length - 1);
        body[..length].CopyTo(start[1..]);
        return OfSlice(start[..(length + 1)]);
    }

    private static H264PacketFacts OfAggregate(ReadOnlySpan<byte> payload)
    {
        var all = new H264PacketFacts(H264PacketRole.Droppable) { IsDamaged = true };
        var rest = payload[1..];
        while (H264Payload.TryReadAggregated(ref rest, out var nal))
        {
            var one = OfNal(nal);
            all = new H264PacketFacts((H264PacketRole)Math.Max((int)all.Role, (int)one.Role))
            {
                StartsKeyFrame = all.StartsKeyFrame || one.StartsKeyFrame,
                HasParameterSets = all.HasParameterSets || one.HasParameterSets,
                HasSps = all.HasSps || one.HasSps,
                IsBSlice = all.IsBSlice || one.IsBSlice,
            };
        }
        return all;
    }

    /// <summary>Whether behind a parameter set, after a start code, a slice follows in the same payload.</summary>
    private static bool HidesSlice(ReadOnlySpan<byte> nal)
    {
        var searched = nal[..Math.Min(nal.Length, SearchedLength)];
        for (var at = 0; (at = H264Nal.IndexOfStartCode(searched, at)) >= 0; at += 3)
        {
            if (at + 3 < searched.Length && H264Nal.IsSlice(H264Nal.TypeOf(searched[at + 3])))
            {
                return true;
            }
        }
        return false;
    }
}
