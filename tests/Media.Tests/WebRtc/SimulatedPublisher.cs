using System.Buffers.Binary;
using Command.Media.Codecs;

namespace Command.Media.Tests.WebRtc;

/// <summary>
/// A publishing browser as far as repair can see it: pictures on one source, retransmissions on another (RFC 4588), a key frame when it
/// is asked for one. Written by hand, so that the server's own writers are not their judges.
/// </summary>
internal sealed class SimulatedPublisher(CodecKind codec)
{
    public const byte PayloadType = 102;
    public const byte RtxPayloadType = 103;
    public const uint Ssrc = 0xAAAA_0001;
    public const uint RtxSsrc = 0xAAAA_0002;
    private readonly Dictionary<ushort, byte[]> _sent = [];
    private ushort _sequence = 65_300;
    private ushort _rtxSequence = 10;
    private uint _timestamp = 4_000_000_000;
    private int _number;
    private bool _isKeyWanted = true;

    /// <summary>Payloads in the order in which they were made.</summary>
    public List<byte[]> Payloads { get; } = [];

    public int KeyFrames { get; private set; }

    public int PictureLosses { get; private set; }

    /// <summary>Numbers asked for.</summary>
    public int Nacked { get; private set; }

    /// <summary>The packets of the next picture.</summary>
    public List<byte[]> NextPicture(int packets)
    {
        var isKey = _isKeyWanted;
        _isKeyWanted = false;
        KeyFrames += isKey ? 1 : 0;
        var picture = new List<byte[]>();
        if (isKey && codec == CodecKind.H264)
        {
            picture.Add(Packet(ParameterSets(), marker: false));
        }
        for (var i = 0; i < packets; i++)
        {
            var payload = codec == CodecKind.H264 ? Fragment(isKey, i == 0, i == packets - 1) : Vp8(isKey, i == 0);
            picture.Add(Packet(payload, i == packets - 1));
        }
        _timestamp += 3_600;
        return picture;
    }

    /// <summary>Takes RTCP; gives the packets that answer it.</summary>
    public List<byte[]> Receive(ReadOnlySpan<byte> compound)
    {
        var answers = new List<byte[]>();
        while (compound.Length >= 4)
        {
            var length = (BinaryPrimitives.ReadUInt16BigEndian(compound[2..]) + 1) * 4;
            var (type, format) = (compound[1], compound[0] & 0x1F);
            if (type == 206 && format == 1 && BinaryPrimitives.ReadUInt32BigEndian(compound[8..]) == Ssrc)
            {
                PictureLosses++;
                _isKeyWanted = true;
            }
            else if (type == 205 && format == 1 && BinaryPrimitives.ReadUInt32BigEndian(compound[8..]) == Ssrc)
            {
                for (var item = compound[12..length]; item.Length >= 4; item = item[4..])
                {
                    Answer(BinaryPrimitives.ReadUInt16BigEndian(item), answers);
                    for (var bit = 0; bit < 16; bit++)
                    {
                        if ((item[3 - (bit / 8)] & (1 << (bit % 8))) != 0)
                        {
                            Answer((ushort)(BinaryPrimitives.ReadUInt16BigEndian(item) + bit + 1), answers);
                        }
                    }
                }
            }
            compound = compound[length..];
        }
        return answers;
    }

    private void Answer(ushort sequence, List<byte[]> answers)
    {
        Nacked++;
        if (!_sent.TryGetValue(sequence, out var packet))
        {
            return;
        }
        byte[] again = [.. packet[..12], (byte)(sequence >> 8), (byte)sequence, .. packet[12..]];
        again[1] = (byte)((packet[1] & 0x80) | RtxPayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(again.AsSpan(2), _rtxSequence++);
        BinaryPrimitives.WriteUInt32BigEndian(again.AsSpan(8), RtxSsrc);
        answers.Add(again);
    }

    private byte[] Packet(byte[] payload, bool marker)
    {
        Payloads.Add(payload);
        var packet = RtpBuilder.Datagram(payload, _sequence, _timestamp, marker, PayloadType, Ssrc);
        _sent[_sequence++] = packet;
        return packet;
    }

    private static byte[] ParameterSets() =>
        [0x78, 0, (byte)RtpBuilder.Sps.Length, .. RtpBuilder.Sps, 0, (byte)RtpBuilder.Pps.Length, .. RtpBuilder.Pps];

    private byte[] Fragment(bool isKey, bool isFirst, bool isLast)
    {
        var header = (byte)((isKey ? 5 : 1) | (isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0));
        return Filled([0x7C, header, isKey ? (byte)0x88 : (byte)0x9A], isLast ? 400 : 1_100);
    }

    private byte[] Vp8(bool isKey, bool isFirst) =>
        Filled(
            isFirst ? [0x90, 0x80, 0x01, .. isKey ? RtpPayload.Vp8PayloadTests.KeyFrame(1280, 720) : [0x11]] : [0x80, 0x80, 0x01],
            1_100
        );

    /// <summary>Bytes that look like nothing else, with a number of their own at the end.</summary>
    private byte[] Filled(byte[] start, int length)
    {
        var payload = new byte[length];
        payload.AsSpan().Fill(0x55);
        start.CopyTo(payload, 0);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(length - 4), _number++);
        return payload;
    }
}
