using System.Buffers.Binary;

namespace Command.Devices.Tests.Rtsp;

/// <summary>RTP packets and descriptions for a <see cref="ScriptedCamera"/>. The parameter sets are x264's for 320×180 Baseline.</summary>
internal static class ScriptedMedia
{
    public const int KeyFrameEvery = 10;

    public static byte[] Sps { get; } = Convert.FromBase64String("Z0LADNoFBn58BEAAAAMAQAAAB6PFCqg=");

    public static byte[] Pps { get; } = Convert.FromBase64String("aM4PyA==");

    /// <summary>An IDR slice header that reads as an I slice, followed by filling.</summary>
    public static byte[] Idr { get; } = [0x65, 0x88, 0x84, .. Enumerable.Repeat((byte)0x5A, 300)];

    /// <summary>A P slice.</summary>
    public static byte[] Slice { get; } = [0x41, 0x9A, 0x02, .. Enumerable.Repeat((byte)0x3C, 120)];

    public static string Sdp(bool sprop = true, bool audio = true, string extra = "") =>
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=Scripted\r\nt=0 0\r\na=control:*\r\n"
        + extra
        + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1"
        + (sprop ? $";sprop-parameter-sets={Convert.ToBase64String(Sps)},{Convert.ToBase64String(Pps)}" : string.Empty)
        + "\r\na=control:trackID=1\r\n"
        + (audio ? "m=audio 0 RTP/AVP 0\r\na=control:trackID=2\r\n" : string.Empty);

    /// <summary>One picture and one packet of sound per step, on channels 0 and 2.</summary>
    public static byte[] VideoAndAudio(int step) => VideoAndAudio(step, 0, 2);

    public static byte[] VideoAndAudio(int step, byte videoChannel, byte audioChannel) =>
        [.. Video(step, videoChannel), .. Audio(step, audioChannel)];

    public static byte[] Video(int step, byte channel) =>
        Frame(channel, Rtp(96, step, step * 1_800, step % KeyFrameEvery == 0 ? Idr : Slice, ssrc: 1));

    public static byte[] Audio(int step, byte channel) =>
        Frame(channel, Rtp(0, step, step * 160, [.. Enumerable.Repeat((byte)0xFF, 160)], ssrc: 2));

    public static byte[] Rtp(byte payloadType, int sequence, int timestamp, byte[] payload, uint ssrc = 1, bool marker = true)
    {
        var packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        payload.CopyTo(packet.AsSpan(12));
        return packet;
    }

    public static byte[] Frame(byte channel, byte[] packet) =>
        [(byte)'$', channel, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet];

    public static byte[] AnnexB(params byte[][] units) => [.. units.SelectMany(unit => (byte[])[0, 0, 0, 1, .. unit])];
}
