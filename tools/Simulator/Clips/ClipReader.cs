using System.Buffers;
using System.Collections.Immutable;
using Command.Media.RtpPayload;

namespace Command.Tools.Simulator.Clips;

/// <summary>Reads an H.264 byte stream (ITU-T H.264 annex B) and cuts it into RTP payloads (RFC 6184).</summary>
internal static class ClipReader
{
    /// <summary>1,200-byte RTP packets: what browsers and the forwarding path like best.</summary>
    private const int PayloadLimit = 1188;

    private const int Slice = 1;
    private const int KeySlice = 5;
    private const int SequenceSet = 7;
    private const int PictureSet = 8;

    /// <summary>Null when the file is not a whole clip of this format.</summary>
    public static Clip? TryRead(ReadOnlySpan<byte> stream, ClipFormat format)
    {
        byte[]? sps = null;
        byte[]? pps = null;
        var cutter = new Cutter(stream.Length);
        foreach (var range in Units(stream))
        {
            var unit = stream[range];
            switch (unit[0] & 0x1F)
            {
                // The parameter sets go into the SDP only, as many cameras do it.
                case SequenceSet:
                    sps ??= unit.ToArray();
                    break;
                case PictureSet:
                    pps ??= unit.ToArray();
                    break;
                case Slice or KeySlice:
                    // first_mb_in_slice is an Exp-Golomb code: a leading 1 means 0, the first slice of a frame.
                    if ((unit[1] & 0x80) != 0)
                    {
                        cutter.EndFrame();
                    }

                    cutter.Add(unit);
                    break;
            }
        }

        cutter.EndFrame();
        return sps is null || pps is null || cutter.Frames != format.Frames ? null : cutter.ToClip(format, sps, pps);
    }

    /// <summary>Where the NAL units are, without start codes and trailing zeros.</summary>
    private static List<Range> Units(ReadOnlySpan<byte> stream)
    {
        var units = new List<Range>();
        var start = Next(stream, 0);
        while (start < stream.Length)
        {
            var next = Next(stream, start);
            var end = next == stream.Length && !stream.EndsWith("\0\0\u0001"u8) ? stream.Length : next - 3;
            while (end > start && stream[end - 1] == 0)
            {
                end--;
            }

            if (end - start >= 2)
            {
                units.Add(start..end);
            }

            start = next;
        }

        return units;

        // The place after the next start code, or the end.
        static int Next(ReadOnlySpan<byte> stream, int from)
        {
            var found = stream[from..].IndexOf("\0\0\u0001"u8);
            return found < 0 ? stream.Length : from + found + 3;
        }
    }

    /// <summary>Collects the slices of a frame and cuts the whole frame, so that its last packet is known.</summary>
    private sealed class Cutter(int streamLength)
    {
        private readonly byte[] _payload = new byte[PayloadLimit];

        // Fragment headers make the payloads a little larger than the stream; room from the start saves copies of it all.
        private readonly ArrayBufferWriter<byte> _payloads = new(streamLength + (streamLength / 256) + 4096);
        private readonly ImmutableArray<int>.Builder _packetEnds = ImmutableArray.CreateBuilder<int>();
        private readonly ImmutableArray<int>.Builder _firstPackets = ImmutableArray.CreateBuilder<int>();
        private readonly ArrayBufferWriter<byte> _frame = new();

        public int Frames => _firstPackets.Count;

        public void Add(ReadOnlySpan<byte> unit)
        {
            _frame.Write("\0\0\u0001"u8);
            _frame.Write(unit);
        }

        public void EndFrame()
        {
            if (_frame.WrittenCount == 0)
            {
                return;
            }

            _firstPackets.Add(_packetEnds.Count);
            var packetizer = new H264Packetizer(_frame.WrittenSpan, PayloadLimit);
            while (packetizer.TryWriteNext(_payload, out var length, out _))
            {
                _payloads.Write(_payload.AsSpan(0, length));
                _packetEnds.Add(_payloads.WrittenCount);
            }

            _frame.ResetWrittenCount();
        }

        public Clip ToClip(ClipFormat format, byte[] sps, byte[] pps)
        {
            _firstPackets.Add(_packetEnds.Count);
            return new Clip(format, sps, pps, _payloads.WrittenMemory, _packetEnds.ToImmutable(), _firstPackets.ToImmutable());
        }
    }
}
