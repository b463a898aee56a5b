using Command.Media.Rtp;

namespace Command.Media.RtpPayload;

/// <summary>G.711 (RFC 3551 §4.5.14) and Opus (RFC 7587 §4.2): each packet is one unit.</summary>
internal sealed class AudioSampleDepacketizer : IDepacketizer
{
    private RtpPacket? _packet;
    private bool _pulled;

    /// <inheritdoc/>
    public long Faults { get; private set; }

    /// <inheritdoc/>
    public void Push(in RtpPacket packet)
    {
        Dispose();
        if (packet.PayloadLength == 0)
        {
            Faults++;
            return;
        }
        _packet = packet.Retain();
        _pulled = false;
    }

    /// <inheritdoc/>
    public bool TryPull(out AccessUnit unit)
    {
        if (_packet is not { } packet || _pulled)
        {
            unit = default;
            return false;
        }
        _pulled = true;
        unit = new AccessUnit(packet.Payload, packet.Time, isKeyFrame: true, packet.Discontinuity);
        return true;
    }

    /// <inheritdoc/>
    public void Complete() { }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packet?.Release();
        _packet = null;
    }
}
