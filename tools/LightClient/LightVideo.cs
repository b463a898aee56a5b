using System.Buffers;
using System.Collections.Immutable;
using Command.Media.RtpPayload;

namespace Command.Tools.LightClient;

/// <summary>An H.264 clip, cut into RTP payloads (RFC 6184) once and shared by everybody who sends it round and round. Immutable.</summary>
public sealed class LightVideo
{
    /// <summary>1,200-byte RTP packets: what browsers and the forwarding path like best.</summary>
    private const int PayloadLimit = 1188;

    private const int Slice = 1;
    private const int KeySlice = 5;
    private const int SequenceSet = 7;
    private const int PictureSet = 8;
    private const int AggregateHeader = 0x78; // STAP-A, importance 3

    private readonly ReadOnlyMemory<byte> _payloads;
    private readonly ImmutableArray<int> _packetEnds;
    private readonly ImmutableArray<int> _firstPackets;
    private readonly ImmutableArray<int> _keyFrames;

    /// <summary>Takes ownership of the parts.</summary>
    /// <param name="framesPerSecond">Divides 90,000.</param>
    /// <param name="sps">Sequence parameter set without start code.</param>
    /// <param name="pps">Picture parameter set without start code.</param>
    /// <param name="payloads">All payloads one after the other, without parameter sets.</param>
    /// <param name="packetEnds">Where each payload ends.</param>
    /// <param name="firstPackets">The first packet of each frame, and the number of packets as the last entry.</param>
    /// <param name="keyFrames">Numbers of the frames that start a closed group, ascending; the first is 0.</param>
    public LightVideo(
        int framesPerSecond,
        byte[] sps,
        byte[] pps,
        ReadOnlyMemory<byte> payloads,
        ImmutableArray<int> packetEnds,
        ImmutableArray<int> firstPackets,
        ImmutableArray<int> keyFrames
    )
    {
        FramesPerSecond = framesPerSecond;
        Sps = sps;
        Pps = pps;
        _payloads = payloads;
        _packetEnds = packetEnds;
        _firstPackets = firstPackets;
        _keyFrames = keyFrames;
        ParameterSets = (byte[])
            [AggregateHeader, (byte)(sps.Length >> 8), (byte)sps.Length, .. sps, (byte)(pps.Length >> 8), (byte)pps.Length, .. pps];
    }

    /// <summary>Frames per second.</summary>
    public int FramesPerSecond { get; }

    /// <summary>Frames before the clip starts again.</summary>
    public int Frames => _firstPackets.Length - 1;

    /// <summary>Sequence parameter set without start code.</summary>
    public byte[] Sps { get; }

    /// <summary>Picture parameter set without start code.</summary>
    public byte[] Pps { get; }

    /// <summary>One payload with both parameter sets (STAP-A), for those who send them before each key frame.</summary>
    public ReadOnlyMemory<byte> ParameterSets { get; }

    /// <summary>Reads an H.264 byte stream (ITU-T H.264 annex B) whose groups are closed; null when it is none.</summary>
    /// <param name="stream">The whole clip.</param>
    /// <param name="framesPerSecond">Divides 90,000.</param>
    public static LightVideo? TryRead(ReadOnlySpan<byte> stream, int framesPerSecond)
    {
        byte[]? sps = null;
        byte[]? pps = null;
        var cutter = new Cutter(stream.Length);
        foreach (var range in Units(stream))
        {
            var unit = stream[range];
            var type = unit[0] & 0x1F;
            switch (type)
            {
                // Parameter sets are kept aside: cameras tell them in their SDP, publishers before each key frame.
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

                    cutter.Add(unit, type == KeySlice);
                    break;
            }
        }

        cutter.EndFrame();
        return sps is null || pps is null || !cutter.StartsWithKeyFrame ? null : cutter.ToVideo(framesPerSecond, sps, pps);
    }

    /// <summary>Whether a frame starts a closed group.</summary>
    public bool IsKeyFrame(int frame) => _keyFrames.BinarySearch(frame) >= 0;

    /// <summary>Packets of a frame, without parameter sets.</summary>
    public int PacketCount(int frame) => _firstPackets[frame + 1] - _firstPackets[frame];

    /// <summary>The RTP payload of a frame's packet.</summary>
    public ReadOnlyMemory<byte> Payload(int frame, int packet)
    {
        var index = _firstPackets[frame] + packet;
        var start = index == 0 ? 0 : _packetEnds[index - 1];
        return _payloads[start.._packetEnds[index]];
    }

    /// <summary>Frames from <paramref name="frame"/> to the nearest key frame, forward or (negative) back; the clip is a ring.</summary>
    public int StepsToKeyFrame(int frame)
    {
        var next = ~_keyFrames.BinarySearch(frame);
        if (next < 0)
        {
            return 0; // it is one
        }

        var forward = (next < _keyFrames.Length ? _keyFrames[next] : Frames) - frame;
        var back = frame - _keyFrames[next - 1]; // frame 0 is a key frame, so there is one before
        return forward < back ? forward : -back;
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
        private readonly ImmutableArray<int>.Builder _keyFrames = ImmutableArray.CreateBuilder<int>();
        private readonly ArrayBufferWriter<byte> _frame = new();
        private bool _isKeyFrame;

        public bool StartsWithKeyFrame => _keyFrames.Count > 0 && _keyFrames[0] == 0;

        public void Add(ReadOnlySpan<byte> unit, bool isKeySlice)
        {
            _isKeyFrame = isKeySlice;
            _frame.Write("\0\0\u0001"u8);
            _frame.Write(unit);
        }

        public void EndFrame()
        {
            if (_frame.WrittenCount == 0)
            {
                return;
            }

            if (_isKeyFrame)
            {
                _keyFrames.Add(_firstPackets.Count);
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

        public LightVideo ToVideo(int framesPerSecond, byte[] sps, byte[] pps)
        {
            _firstPackets.Add(_packetEnds.Count);
            return new LightVideo(
                framesPerSecond,
                sps,
                pps,
                _payloads.WrittenMemory,
                _packetEnds.ToImmutable(),
                _firstPackets.ToImmutable(),
                _keyFrames.ToImmutable()
            );
        }
    }
}
