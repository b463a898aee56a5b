using System.Buffers;
using Command.Media.Buffers;

namespace Command.Devices.Rtsp;

/// <summary>
/// Routes interleaved frames by channel to the tracks. Channels are assigned before PLAY is sent, since devices send before they
/// answer it (v4l2rtspserver); what comes on other channels is an earlier client's stream (live555 before 2017, Reolink) and is dropped.
/// </summary>
internal sealed class RtspReception(PacketPool pool, TimeProvider time) : IRtspFrameSink
{
    private readonly Route?[] _routes = new Route?[256];
    private long _unassigned;

    /// <summary>Frames that are empty or on channels that nobody set up.</summary>
    public long Unassigned => Interlocked.Read(ref _unassigned);

    /// <summary>Sends what comes on two channels to a track. Before PLAY only.</summary>
    public void Assign(byte rtpChannel, byte rtcpChannel, RtspTrack track)
    {
        Volatile.Write(ref _routes[rtcpChannel], new Route(track, IsRtcp: true));
        Volatile.Write(ref _routes[rtpChannel], new Route(track, IsRtcp: false));
    }

    /// <summary>True when neither channel is in use.</summary>
    public bool IsFree(byte rtpChannel, byte rtcpChannel) =>
        Volatile.Read(ref _routes[rtpChannel]) is null && Volatile.Read(ref _routes[rtcpChannel]) is null;

    /// <inheritdoc/>
    public void OnFrame(byte channel, ReadOnlySequence<byte> payload)
    {
        if (payload.IsEmpty || Volatile.Read(ref _routes[channel]) is not { } route)
        {
            Interlocked.Increment(ref _unassigned);
            return;
        }

        var length = (int)payload.Length; // at most 65535: a 16-bit field
        var packet = pool.Rent(length);
        payload.CopyTo(packet.Span);
        packet.Length = length;
        var arrival = time.GetTimestamp();

        // Some devices mix RTCP into the RTP channel (RFC 5761 tells them apart by the second byte).
        if (route.IsRtcp || IsRtcp(packet.Data))
        {
            route.Track.ReceiveRtcp(packet.Data, arrival);
            packet.Dispose();
        }
        else
        {
            route.Track.ReceiveRtp(packet, arrival);
        }
    }

    private static bool IsRtcp(ReadOnlySpan<byte> packet) => packet.Length >= 2 && packet[1] is >= 192 and <= 223;

    private sealed record Route(RtspTrack Track, bool IsRtcp);
}
