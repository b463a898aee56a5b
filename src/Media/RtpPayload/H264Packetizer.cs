using System.Buffers.Binary;
using Command.Media.Codecs;

namespace Command.Media.RtpPayload;

/// <summary>
/// Cuts one picture in Annex B form into RTP payloads (RFC 6184, packetization mode 1): small NAL units that follow each other go
/// together (STAP-A), one that does not fit goes in equal fragments (FU-A). Allocates nothing; borrows the picture.
/// </summary>
/// <remarks>Fragments of one NAL unit have equal length, all but the last, so that a sender can hand them to the kernel as one run.</remarks>
public ref struct H264Packetizer
{
    private readonly int _maximumPayload;
    private ReadOnlySpan<byte> _stream;
    private ReadOnlySpan<byte> _next;
    private ReadOnlySpan<byte> _fragmented;
    private int _fragmentLength;
    private byte _fragmentedHeader;
    private bool _isFirstFragment;

    /// <summary>Starts on a picture.</summary>
    /// <param name="annexB">NAL units behind start codes; other bytes are left out.</param>
    /// <param name="maximumPayload">Largest RTP payload in bytes, 64 to 65000.</param>
    public H264Packetizer(ReadOnlySpan<byte> annexB, int maximumPayload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPayload, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumPayload, 65000);
        _maximumPayload = maximumPayload;
        _stream = annexB;
        Read();
    }

    /// <summary>Writes the next payload.</summary>
    /// <param name="destination">Room for the largest payload.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="isLast">Whether it is the picture's last: it gets the marker bit.</param>
    /// <returns><see langword="false"/> when the picture is done.</returns>
    public bool TryWriteNext(Span<byte> destination, out int length, out bool isLast)
    {
        length = 0;
        isLast = false;
        if (!_fragmented.IsEmpty)
        {
            length = WriteFragment(destination);
        }
        else if (_next.IsEmpty)
        {
            return false;
        }
        else if (_next.Length > _maximumPayload)
        {
            _fragmentedHeader = _next[0];
            _fragmentLength = H264Payload.EqualFragmentLength(_next.Length, _maximumPayload);
            _fragmented = _next[1..];
            _isFirstFragment = true;
            Read();
            length = WriteFragment(destination);
        }
        else
        {
            length = WriteWhole(destination);
        }
        isLast = _fragmented.IsEmpty && _next.IsEmpty;
        return true;
    }

    private int WriteFragment(Span<byte> destination)
    {
        var taken = Math.Min(_fragmentLength, _fragmented.Length);
        H264Payload.WriteFragmentHeader(destination, _fragmentedHeader, _isFirstFragment, taken == _fragmented.Length);
        _fragmented[..taken].CopyTo(destination[H264Payload.FragmentHeaderLength..]);
        _fragmented = _fragmented[taken..];
        _isFirstFragment = false;
        return H264Payload.FragmentHeaderLength + taken;
    }

    private int WriteWhole(Span<byte> destination)
    {
        var first = _next;
        Read();
        if (_next.IsEmpty || 1 + 2 + first.Length + 2 + _next.Length > _maximumPayload)
        {
            first.CopyTo(destination);
            return first.Length;
        }
        var length = 1;
        // The highest importance of the units inside (RFC 6184 §5.7.1).
        var importance = first[0] & 0x60;
        Aggregate(destination, ref length, first);
        while (!_next.IsEmpty && length + 2 + _next.Length <= _maximumPayload)
        {
            importance = Math.Max(importance, _next[0] & 0x60);
            Aggregate(destination, ref length, _next);
            Read();
        }
        destination[0] = (byte)(importance | (int)H264NalType.StapA);
        return length;
    }

    private static void Aggregate(Span<byte> destination, ref int length, ReadOnlySpan<byte> nal)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[length..], (ushort)nal.Length);
        nal.CopyTo(destination[(length + 2)..]);
        length += 2 + nal.Length;
    }

    private void Read()
    {
        H264Nal.TryReadAnnexB(ref _stream, out _next);
    }
}
