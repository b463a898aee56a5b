using System.Net;
using Command.Media.Ingest;

namespace Command.Devices.Rtsp;

/// <summary>A track over its own pair of UDP ports.</summary>
/// <param name="track">The track.</param>
/// <param name="ports">Owned by this link.</param>
/// <param name="control">Where reports go; null when the device named no port (mediamtx#4253).</param>
internal sealed class RtspUdpLink(RtspTrack track, RtpPortPair ports, IPEndPoint? control) : RtspTrackLink(track)
{
    /// <inheritdoc/>
    public override Task? ReceiveAsync(CancellationToken cancellationToken) =>
        ports.RunAsync(Track.ReceiveRtp, Track.ReceiveRtcp, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SendReportAsync(ReadOnlyMemory<byte> report, CancellationToken cancellationToken)
    {
        if (control is not null)
        {
            ports.SendRtcp(report.Span, control);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        ports.Dispose();
        base.Dispose();
    }
}
