using Command.Tools.Simulator.Clips;

namespace Command.Tools.Simulator.Streaming;

/// <summary>H.264 to one client. A client that does not keep up loses whole frames up to the next key frame, never parts.</summary>
internal sealed class VideoSender(ITrackChannel channel, Clip clip)
    : TrackSender(channel, ClockRate, PayloadType, clip.Format.FramesPerSecond)
{
    public const int ClockRate = 90_000;
    public const byte PayloadType = 96;

    private bool _awaitsKeyFrame = true;

    protected override void SendTick(long tick, bool follows, FrameBuffer frame)
    {
        var number = (int)(tick % clip.Format.Frames);
        if (clip.Video.IsKeyFrame(number))
        {
            _awaitsKeyFrame = false;
        }
        else if (_awaitsKeyFrame || !follows)
        {
            _awaitsKeyFrame = true;
            return;
        }

        frame.Clear();
        var packets = clip.Video.PacketCount(number);
        var octets = 0;
        for (var packet = 0; packet < packets; packet++)
        {
            var payload = clip.Video.Payload(number, packet).Span;
            octets += payload.Length;
            AddPacket(frame, tick, packet == packets - 1, payload);
        }

        if (!Channel.TrySend(frame.Bytes))
        {
            TakeBack(packets, octets);
            _awaitsKeyFrame = true;
        }
    }
}
