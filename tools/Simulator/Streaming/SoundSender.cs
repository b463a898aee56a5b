using Command.Tools.Simulator.Clips;

namespace Command.Tools.Simulator.Streaming;

/// <summary>G.711 µ-law to one client: 20 ms per packet (RFC 3551 §4.5.14).</summary>
internal sealed class SoundSender(ITrackChannel channel) : TrackSender(channel, RoomSound.SampleRate, PayloadType, PacketsPerSecond)
{
    public const byte PayloadType = 0;
    public const int PacketsPerSecond = 50;

    private const int SamplesPerPacket = RoomSound.SampleRate / PacketsPerSecond;

    private bool _isFirst = true;

    protected override void SendTick(long tick, bool follows, FrameBuffer frame)
    {
        var start = (int)(tick % (60 * PacketsPerSecond)) * SamplesPerPacket;
        frame.Clear();
        AddPacket(frame, tick, _isFirst || !follows, RoomSound.Minute.Span.Slice(start, SamplesPerPacket));
        _isFirst = false;
        if (!Channel.TrySend(frame.Bytes))
        {
            TakeBack(1, SamplesPerPacket);
        }
    }
}
