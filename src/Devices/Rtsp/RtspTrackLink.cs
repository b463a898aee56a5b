namespace Command.Devices.Rtsp;

/// <summary>How one track reaches us and how its reports go back.</summary>
internal abstract class RtspTrackLink(RtspTrack track) : IDisposable
{
    /// <summary>The track.</summary>
    public RtspTrack Track { get; } = track;

    /// <summary>A receive loop of its own until cancelled; null when the RTSP connection brings the data.</summary>
    public abstract Task? ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends one RTCP compound.</summary>
    public abstract ValueTask SendReportAsync(ReadOnlyMemory<byte> report, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
