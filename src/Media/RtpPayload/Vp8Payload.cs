using System.Buffers.Binary;

namespace Command.Media.RtpPayload;

/// <summary>Reads the descriptor before a VP8 payload (RFC 7741 §4.2) and the start of a frame (RFC 6386 §9.1). Pure.</summary>
internal static class Vp8Payload
{
    private const int TagLength = 3;
    private const int KeyFrameHeaderLength = 10;
    private const int SizeMask = 0x3FFF;

    /// <summary>Finds the start of a frame.</summary>
    /// <param name="payload">One RTP payload.</param>
    /// <param name="frame">The frame's bytes in it; at least one.</param>
    /// <returns><see langword="false"/> unless the first partition starts in this payload.</returns>
    public static bool TryReadFrameStart(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        // S set and partition 0.
        if (payload.IsEmpty || (payload[0] & 0x10) == 0 || (payload[0] & 0x07) != 0)
        {
            return false;
        }
        var at = 1;
        if ((payload[0] & 0x80) != 0)
        {
            if (payload.Length < 2)
            {
                return false;
            }
            var flags = payload[1];
            at = 2;
            if ((flags & 0x80) != 0)
            {
                at += payload.Length > at && (payload[at] & 0x80) != 0 ? 2 : 1;
            }
            at += (flags & 0x40) != 0 ? 1 : 0;
            at += (flags & 0x30) != 0 ? 1 : 0;
        }
        if (at >= payload.Length)
        {
            return false;
        }
        frame = payload[at..];
        return true;
    }

    /// <summary>Whether a frame is a key frame: the inverse of its first bit.</summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> frame) => (frame[0] & 0x01) == 0;

    /// <summary>Reads the size of a key frame.</summary>
    /// <param name="payload">One RTP payload.</param>
    /// <param name="width">Pixels, 1 to 16,383.</param>
    /// <param name="height">Pixels, 1 to 16,383.</param>
    public static bool TryReadSize(ReadOnlySpan<byte> payload, out int width, out int height)
    {
        width = 0;
        height = 0;
        if (
            !TryReadFrameStart(payload, out var frame)
            || frame.Length < KeyFrameHeaderLength
            || !IsKeyFrame(frame)
            || !frame[TagLength..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
        )
        {
            return false;
        }
        width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & SizeMask;
        height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & SizeMask;
        return width > 0 && height > 0;
    }
}
