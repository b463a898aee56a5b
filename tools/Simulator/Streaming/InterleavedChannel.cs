namespace Command.Tools.Simulator.Streaming;

/// <summary>RTP inside the RTSP connection.</summary>
internal sealed class InterleavedChannel(PeerOutput output, byte rtpChannel, byte rtcpChannel) : ITrackChannel
{
    public byte RtpChannel => rtpChannel;

    public byte RtcpChannel => rtcpChannel;

    public bool TrySend(ReadOnlySpan<byte> packets) => output.TryWrite(packets);

    public bool TrySendReport(ReadOnlySpan<byte> packet) => output.TryWrite(packet);
}
