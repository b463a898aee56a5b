namespace Command.Devices.Rtsp;

/// <summary>A track interleaved in the RTSP connection, which its session owns.</summary>
internal sealed class RtspTcpLink(RtspTrack track, RtspConnection connection, byte rtcpChannel) : RtspTrackLink(track)
{
    /// <inheritdoc/>
    public override Task? ReceiveAsync(CancellationToken cancellationToken) => null;

    /// <inheritdoc/>
    public override async ValueTask SendReportAsync(ReadOnlyMemory<byte> report, CancellationToken cancellationToken) =>
        await connection.SendFrameAsync(rtcpChannel, report, cancellationToken).ConfigureAwait(false);
}
