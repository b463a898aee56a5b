using System.Diagnostics.Metrics;

namespace Command.Media.Telemetry;

/// <summary>
/// Every instrument of the media engine: one meter, <c>Command.Media</c>. Counters are fed per batch, never per packet.
/// </summary>
public sealed class MediaMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Command.Media";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Makes the instruments.</summary>
    public MediaMetrics()
    {
        PacketsSent = _meter.CreateCounter<long>("command.media.packets.sent", "{packet}", "RTP packets sent to viewers");
        BytesSent = _meter.CreateCounter<long>("command.media.bytes.sent", "By", "RTP bytes sent to viewers, before encryption");
        PacketsRetransmitted = _meter.CreateCounter<long>("command.media.packets.retransmitted", "{packet}", "RTX packets sent (RFC 4588)");
        PacketsNotRetransmitted = _meter.CreateCounter<long>(
            "command.media.packets.not_retransmitted",
            "{packet}",
            "Asked for by NACK, but no longer kept or over the limit"
        );
        PacketsSkipped = _meter.CreateCounter<long>("command.media.packets.skipped", "{packet}", "Not sent because a viewer was too slow");
        KeyFrameRequests = _meter.CreateCounter<long>("command.media.key_frame.requests", "{request}", "Key frames asked of sources");
        PacketsReceived = _meter.CreateCounter<long>("command.media.packets.received", "{packet}", "RTP packets received from publishers");
        BytesReceived = _meter.CreateCounter<long>("command.media.bytes.received", "By", "RTP bytes received from publishers");
        PacketsRequested = _meter.CreateCounter<long>(
            "command.media.packets.requested",
            "{packet}",
            "Lost packets asked of publishers by NACK, each request counted (RFC 4585)"
        );
        PacketsRepaired = _meter.CreateCounter<long>(
            "command.media.packets.repaired",
            "{packet}",
            "Lost packets of publishers that came again in time"
        );
        PacketsGivenUp = _meter.CreateCounter<long>("command.media.packets.given_up", "{packet}", "Packets of publishers lost for good");
        PictureLossesSent = _meter.CreateCounter<long>(
            "command.media.picture_losses.sent",
            "{request}",
            "PLI sent to publishers, repetitions included"
        );
        ControlDropped = _meter.CreateCounter<long>("command.media.control.dropped", "{packet}", "RTCP of viewers dropped: inbox full");
    }

    /// <summary>RTP packets sent to viewers.</summary>
    public Counter<long> PacketsSent { get; }

    /// <summary>RTP bytes sent to viewers, before encryption.</summary>
    public Counter<long> BytesSent { get; }

    /// <summary>RTX packets sent.</summary>
    public Counter<long> PacketsRetransmitted { get; }

    /// <summary>Packets asked for by NACK that could not be sent again.</summary>
    public Counter<long> PacketsNotRetransmitted { get; }

    /// <summary>Packets a viewer never got because it was too slow.</summary>
    public Counter<long> PacketsSkipped { get; }

    /// <summary>Key frames asked of sources.</summary>
    public Counter<long> KeyFrameRequests { get; }

    /// <summary>RTP packets received from publishers.</summary>
    public Counter<long> PacketsReceived { get; }

    /// <summary>RTP bytes received from publishers.</summary>
    public Counter<long> BytesReceived { get; }

    /// <summary>Lost packets asked of publishers, each request counted.</summary>
    public Counter<long> PacketsRequested { get; }

    /// <summary>Lost packets of publishers that came again in time.</summary>
    public Counter<long> PacketsRepaired { get; }

    /// <summary>Packets of publishers lost for good.</summary>
    public Counter<long> PacketsGivenUp { get; }

    /// <summary>Requests for key frames sent to publishers.</summary>
    public Counter<long> PictureLossesSent { get; }

    /// <summary>RTCP packets of viewers dropped because an inbox was full.</summary>
    public Counter<long> ControlDropped { get; }

    /// <summary>Adds a value that is read when metrics are collected.</summary>
    /// <param name="name">Instrument name, starting with <c>command.media.</c>.</param>
    /// <param name="unit">UCUM unit.</param>
    /// <param name="description">What it means.</param>
    /// <param name="read">Called on the collecting thread; must not block.</param>
    public void Observe(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableGauge(name, read, unit, description);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
