using System.Buffers.Binary;
using Command.Media.Codecs;

namespace Command.Media.RtpPayload;

/// <summary>The shapes of an H.264 RTP payload (RFC 6184 §5) that sender, receiver and splitter share. No state.</summary>
internal static class H264Payload
{
    /// <summary>Bytes before the fragment in an FU-A packet: indicator and header (RFC 6184 §5.8).</summary>
    public const int FragmentHeaderLength = 2;

    /// <summary>Start bit of the FU header.</summary>
    public const byte StartBit = 0x80;

    /// <summary>End bit of the FU header.</summary>
    public const byte EndBit = 0x40;

    /// <summary>Reads an FU-A packet.</summary>
    /// <param name="payload">The RTP payload, known to be of type FU-A.</param>
    /// <param name="nalHeader">Header byte of the fragmented NAL unit.</param>
    /// <param name="isStart">Whether the unit starts here.</param>
    /// <param name="isEnd">Whether the unit ends here.</param>
    /// <returns><see langword="false"/> if there is no fragment in it.</returns>
    public static bool TryReadFragment(ReadOnlySpan<byte> payload, out byte nalHeader, out bool isStart, out bool isEnd)
    {
        nalHeader = 0;
        isStart = false;
        isEnd = false;
        if (payload.Length < FragmentHeaderLength)
        {
            return false;
        }
        nalHeader = (byte)((payload[0] & 0xE0) | (payload[1] & 0x1F));
        isStart = (payload[1] & StartBit) != 0;
        isEnd = (payload[1] & EndBit) != 0;
        return true;
    }

    /// <summary>Writes the two bytes before a fragment.</summary>
    public static void WriteFragmentHeader(Span<byte> destination, byte nalHeader, bool isStart, bool isEnd)
    {
        destination[1] = (byte)((nalHeader & 0x1F) | (isStart ? StartBit : 0) | (isEnd ? EndBit : 0));
        destination[0] = (byte)((nalHeader & 0xE0) | (int)H264NalType.FuA);
    }

    /// <summary>Takes the next NAL unit out of a STAP-A packet (RFC 6184 §5.7.1).</summary>
    /// <param name="rest">What follows the STAP-A header byte; moved behind the unit.</param>
    /// <param name="nal">The unit, not empty.</param>
    /// <returns><see langword="false"/> at the end or when the rest is damaged.</returns>
    public static bool TryReadAggregated(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> nal)
    {
        nal = default;
        if (rest.Length < 3)
        {
            rest = default;
            return false;
        }
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length == 0 || length > rest.Length - 2)
        {
            rest = default;
            return false;
        }
        nal = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }

    /// <summary>How many bytes each fragment carries so that all are as equal as can be (RFC 6184 §5.8); the last may be shorter.</summary>
    /// <param name="nalLength">Length of the NAL unit with its header byte.</param>
    /// <param name="maximumPayload">Largest RTP payload.</param>
    public static int EqualFragmentLength(int nalLength, int maximumPayload)
    {
        var room = maximumPayload - FragmentHeaderLength;
        var body = nalLength - 1;
        var fragments = (body + room - 1) / room;
        return (body + fragments - 1) / fragments;
    }
}
