using System.Buffers;
using System.Text;
using Command.Devices.Drivers;
using Command.Devices.Mqtt;
using Command.Devices.Rtsp;
using Command.Devices.TextProtocol;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.RtpPayload;
using Command.Media.Sdp;
using Command.Media.Stun;
using Command.Media.Time;

namespace Command.Tools.Fuzz;

/// <summary>One target a parser. A target may refuse its input in any way but an exception; each reads everything the parser offers.</summary>
internal static class FuzzTargets
{
    public static readonly SortedDictionary<string, Action<byte[]>> All = new(StringComparer.Ordinal)
    {
        ["stun"] = Stun,
        ["rtp"] = Rtp,
        ["rtcp"] = Rtcp,
        ["sdp"] = Sdp,
        ["h264"] = H264,
        ["vp8"] = Vp8,
        ["rtsp"] = Rtsp,
        ["uri"] = Uri,
        ["mqtt"] = Mqtt,
    };

    private static void Stun(byte[] input)
    {
        if (StunMessage.TryParse(input, out var message) == StunParseError.None)
        {
            _ = message.TryGet(StunAttribute.Username, out _);
            _ = message.VerifyIntegrity("password"u8);
        }
    }

    private static void Rtp(byte[] input)
    {
        if (RtpPacketView.TryParse(input, out var packet) != RtpParseError.None)
        {
            return;
        }
        _ = packet.Payload.Length + packet.SequenceNumber + packet.Timestamp;
        var extensions = packet.Extensions;
        while (extensions.TryReadNext(out _, out _)) { }
        foreach (var codec in Enum.GetValues<CodecKind>())
        {
            _ = KeyFrameDetector.StartsKeyFrame(codec, packet.Payload);
        }
    }

    private static void Rtcp(byte[] input)
    {
        var compound = new RtcpCompound(input);
        while (compound.TryReadNext(out var packet))
        {
            _ = SenderReport.TryRead(packet, out _);
            _ = ReceiverReport.TryRead(packet, out _);
            for (var block = 0; block < packet.Count; block++)
            {
                _ = SenderReport.TryReadBlock(packet, block, out _);
                _ = ReceiverReport.TryReadBlock(packet, block, out _);
            }
            _ = GenericNack.TryRead(packet, out _);
            _ = PictureLossIndication.TryRead(packet, out _);
            _ = SourceDescription.TryReadCanonicalName(packet, out _, out _);
            _ = ExtendedReport.TryReadDelay(packet, 1, out _, out _);
        }
    }

    private static void Sdp(byte[] input)
    {
        if (SdpReader.TryRead(input, out var description) == SdpParseError.None)
        {
            _ = SdpReader.TryRead(SdpWriter.Write(description), out _);
        }
    }

    private static void H264(byte[] input)
    {
        ReadOnlySpan<byte> stream = input;
        while (H264Nal.TryReadAnnexB(ref stream, out var nal))
        {
            _ = H264Sps.TryParse(nal, out _);
        }
        _ = H264Sps.TryParse(input, out _);
        Depacketize(input);
    }

    private static void Vp8(byte[] input)
    {
        _ = KeyFrameDetector.StartsKeyFrame(CodecKind.Vp8, input);
        _ = Vp8Payload.TryReadSize(input, out _, out _);
    }

    /// <summary>Cuts the input into payloads: each is led by one byte of length and flags.</summary>
    private static void Depacketize(byte[] input)
    {
        using var pool = new PacketPool();
        using var depacketizer = new H264Depacketizer();
        var time = 0L;
        for (var at = 0; at < input.Length; )
        {
            var length = Math.Min(input[at] & 0x3F, input.Length - at - 1);
            time += (input[at] & 0x40) != 0 ? 3600 : 0;
            using var buffer = pool.Rent(Math.Max(1, length));
            input.AsSpan(at + 1, length).CopyTo(buffer.Span);
            buffer.Length = length;
            depacketizer.Push(
                new RtpPacket
                {
                    Buffer = buffer,
                    PayloadOffset = 0,
                    PayloadLength = length,
                    Time = new MediaTime(time),
                    Marker = (input[at] & 0x80) != 0,
                }
            );
            while (depacketizer.TryPull(out _)) { }
            at += 1 + length;
        }
    }

    private static void Rtsp(byte[] input)
    {
        var reader = new RtspStreamReader();
        var buffer = new ReadOnlySequence<byte>(input);
        for (var turns = 0; turns <= input.Length && !buffer.IsEmpty; turns++)
        {
            var before = buffer.Length;
            var verdict = reader.TryRead(ref buffer, out _, out _, out var message);
            if (message is not null)
            {
                _ = AuthenticationChallenge.Parse([.. message.Headers.FindAll("WWW-Authenticate")]);
                _ = message.Headers.Find("Transport") is { } transport ? RtspTransportHeader.Parse(transport) : null;
            }
            if (verdict == RtspReadVerdict.NeedMore || buffer.Length == before)
            {
                return;
            }
        }
    }

    private static void Uri(byte[] input) => _ = DeviceUri.TryParse(Encoding.UTF8.GetString(input), out _, out _);

    /// <summary>The input as payload of every topic, and as topic and filter.</summary>
    private static void Mqtt(byte[] input)
    {
        var context = new PayloadContext(DateTimeOffset.UnixEpoch, MustBeKept: true, IsRetained: false, Correlation: null);
        foreach (var kind in Enum.GetValues<BodyWornTopicKind>())
        {
            _ = BodyWornPayload.TryRead(new BodyWornTopic("serial", kind, "sos"), input, context, out _, out _);
        }
        var text = Encoding.UTF8.GetString(input);
        _ = BodyWornTopic.TryParse("site", text, out _);
        var grant = new TopicGrant("site", "serial");
        _ = grant.MayPublish(text);
        _ = grant.MaySubscribe($"v1/site/bwc/serial/dn/{text}");
        _ = BoundedText.Clean(text, 64);
    }
}
