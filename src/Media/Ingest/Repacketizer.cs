using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Rtp;
using Command.Media.RtpPayload;
using Command.Media.Telemetry;

namespace Command.Media.Ingest;

/// <summary>
/// Splits H.264 packets that are too big for a browser's path into FU-A fragments (RFC 6184 §5.8). One thread.
/// </summary>
/// <remarks>
/// A whole NAL unit is cut into equal fragments. Fragments that are too big are poured into full ones as they arrive, so that 1,400-byte
/// camera packets become little more, and not twice as many. Packets that fit pass as they are, without a copy.
/// </remarks>
internal sealed class Repacketizer(int maximumPayload, PacketPool pool, FaultTally faults) : IDisposable
{
    private PacketBuffer? _pouring;
    private RtpPacket _poured;
    private byte _pouredHeader;
    private bool _isPouring;
    private bool _isFirst;

    /// <summary>Passes a packet on, split where needed.</summary>
    /// <param name="packet">The packet; borrowed.</param>
    /// <param name="next">Gets each resulting packet, borrowed for the call.</param>
    public void Push(in RtpPacket packet, H264Conditioner next)
    {
        var startCode = LeadingStartCode(packet.Payload);
        if (startCode > 0)
        {
            // Revotech, Mercury, V380: Annex B start codes inside RTP.
            PushWhole(
                packet with
                {
                    PayloadOffset = packet.PayloadOffset + startCode,
                    PayloadLength = packet.PayloadLength - startCode,
                },
                next
            );
            return;
        }
        PushWhole(packet, next);
    }

    /// <summary>Lets go what was not finished.</summary>
    public void Dispose() => Abandon();

    private static int LeadingStartCode(ReadOnlySpan<byte> payload) =>
        payload.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) ? 3
        : payload.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 1]) ? 4
        : 0;

    private void PushWhole(in RtpPacket packet, H264Conditioner next)
    {
        var type = packet.PayloadLength == 0 ? 0 : H264Nal.TypeOf(packet.Payload[0]);
        if (type == H264NalType.FuA)
        {
            PushFragment(packet, next);
            return;
        }
        Abandon();
        if (packet.PayloadLength <= maximumPayload)
        {
            next.Push(packet);
        }
        else if (type == H264NalType.StapA)
        {
            SplitAggregate(packet, next);
        }
        else
        {
            SplitNal(packet, packet.Payload, packet.Marker, packet.Discontinuity, next);
        }
    }

    private void PushFragment(in RtpPacket packet, H264Conditioner next)
    {
        if (!H264Payload.TryReadFragment(packet.Payload, out var header, out var isStart, out var isEnd))
        {
            faults.Add(MediaFault.BadPayload);
            return;
        }
        if (isStart || packet.Discontinuity)
        {
            Abandon();
            _isPouring = isStart && packet.PayloadLength > maximumPayload;
            _isFirst = true;
            _pouredHeader = header;
        }
        if (_isPouring)
        {
            Pour(packet, isEnd, next);
        }
        else if (packet.PayloadLength <= maximumPayload)
        {
            next.Push(packet);
        }
        else
        {
            SplitFragment(packet, header, isStart, isEnd, next);
        }
    }

    /// <summary>Pours one fragment into full ones; a rest waits for the next fragment of the same NAL unit.</summary>
    private void Pour(in RtpPacket packet, bool isEnd, H264Conditioner next)
    {
        var body = packet.Payload[H264Payload.FragmentHeaderLength..];
        while (true)
        {
            if (_pouring is null)
            {
                _pouring = pool.Rent(maximumPayload);
                _pouring.Length = H264Payload.FragmentHeaderLength;
                _poured = packet with { Discontinuity = packet.Discontinuity && _isFirst };
            }
            var taken = Math.Min(maximumPayload - _pouring.Length, body.Length);
            body[..taken].CopyTo(_pouring.Span[_pouring.Length..]);
            _pouring.Length += taken;
            body = body[taken..];
            var isLast = isEnd && body.IsEmpty;
            if (!isLast && (_pouring.Length < maximumPayload || body.IsEmpty))
            {
                // A full one with nothing behind it waits too: it may turn out to be the last.
                return;
            }
            EmitPoured(isLast, packet.Marker, next);
            if (isLast)
            {
                _isPouring = false;
                return;
            }
        }
    }

    private void EmitPoured(bool isLast, bool marker, H264Conditioner next)
    {
        var buffer = _pouring!; // Only called with an open fragment.
        H264Payload.WriteFragmentHeader(buffer.Span, _pouredHeader, _isFirst, isLast);
        var packet = _poured with { Buffer = buffer, PayloadOffset = 0, PayloadLength = buffer.Length, Marker = isLast && marker };
        _pouring = null;
        _isFirst = false;
        next.Push(packet);
        buffer.Dispose();
    }

    private void SplitAggregate(in RtpPacket packet, H264Conditioner next)
    {
        var rest = packet.Payload[1..];
        var discontinuity = packet.Discontinuity;
        while (H264Payload.TryReadAggregated(ref rest, out var nal))
        {
            SplitNal(packet, nal, packet.Marker && rest.Length < 3, discontinuity, next);
            discontinuity = false;
        }
    }

    private void SplitNal(in RtpPacket packet, ReadOnlySpan<byte> nal, bool marker, bool discontinuity, H264Conditioner next)
    {
        if (nal.Length <= maximumPayload)
        {
            Emit(packet, nal, default, marker, discontinuity, next);
            return;
        }
        Fragment(packet, nal[0], nal[1..], H264Payload.EqualFragmentLength(nal.Length, maximumPayload), true, true, next);
    }

    private void SplitFragment(in RtpPacket packet, byte header, bool isStart, bool isEnd, H264Conditioner next)
    {
        var body = packet.Payload[H264Payload.FragmentHeaderLength..];
        Fragment(packet, header, body, H264Payload.EqualFragmentLength(body.Length + 1, maximumPayload), isStart, isEnd, next);
    }

    private void Fragment(
        in RtpPacket packet,
        byte header,
        ReadOnlySpan<byte> body,
        int fragmentLength,
        bool isStart,
        bool isEnd,
        H264Conditioner next
    )
    {
        Span<byte> fragmentHeader = stackalloc byte[H264Payload.FragmentHeaderLength];
        var discontinuity = packet.Discontinuity;
        while (!body.IsEmpty)
        {
            var taken = Math.Min(fragmentLength, body.Length);
            var isLast = taken == body.Length;
            H264Payload.WriteFragmentHeader(fragmentHeader, header, isStart, isEnd && isLast);
            Emit(packet, body[..taken], fragmentHeader, packet.Marker && isLast, discontinuity, next);
            body = body[taken..];
            isStart = false;
            discontinuity = false;
        }
    }

    private void Emit(
        in RtpPacket packet,
        ReadOnlySpan<byte> body,
        ReadOnlySpan<byte> prefix,
        bool marker,
        bool discontinuity,
        H264Conditioner next
    )
    {
        using var buffer = pool.Rent(prefix.Length + body.Length);
        buffer.Length = prefix.Length + body.Length;
        prefix.CopyTo(buffer.Span);
        body.CopyTo(buffer.Span[prefix.Length..]);
        next.Push(
            packet with
            {
                Buffer = buffer,
                PayloadOffset = 0,
                PayloadLength = buffer.Length,
                Marker = marker,
                Discontinuity = discontinuity,
            }
        );
    }

    private void Abandon()
    {
        _pouring?.Dispose();
        _pouring = null;
        _isPouring = false;
    }
}
