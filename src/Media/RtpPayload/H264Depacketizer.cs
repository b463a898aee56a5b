using System.Buffers;
using Command.Media.Codecs;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.RtpPayload;

/// <summary>
/// H.264 packets to pictures in Annex B form (RFC 6184, single NAL unit and non-interleaved modes).
/// </summary>
/// <remarks>
/// A picture ends at the marker bit or when the time changes, since some cameras never set the marker. A NAL unit with a missing fragment
/// is left out and the picture says that it has loss. A picture that grows beyond the limit is left out as a whole.
/// </remarks>
internal sealed class H264Depacketizer : IDepacketizer
{
    private const int MaximumUnitLength = 4 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _unit = new(16 * 1024);
    private RtpPacket? _deferred;
    private MediaTime _time;
    private bool _isOpen;
    private bool _isComplete;
    private bool _isPulled;
    private bool _isKeyFrame;
    private bool _hasLoss;
    private bool _isTooLarge;
    private byte _fragmentedHeader;
    private bool _inFragment;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    /// <inheritdoc/>
    public long Faults { get; private set; }

    /// <inheritdoc/>
    public void Push(in RtpPacket packet)
    {
        Advance();
        if (_isComplete)
        {
            throw new InvalidOperationException("Pull every unit before the next push.");
        }
        if (_isOpen && packet.Time != _time)
        {
            _isComplete = true;
            _deferred = packet.Retain();
            return;
        }
        Append(packet);
    }

    /// <inheritdoc/>
    public bool TryPull(out AccessUnit unit)
    {
        Advance();
        while (_isComplete && (_isTooLarge || _unit.WrittenCount == 0))
        {
            // Nothing of it can be decoded.
            _isPulled = true;
            Advance();
        }
        if (!_isComplete)
        {
            unit = default;
            return false;
        }
        _isPulled = true;
        unit = new AccessUnit(_unit.WrittenSpan, _time, _isKeyFrame, _hasLoss);
        return true;
    }

    /// <inheritdoc/>
    public void Complete() => _isComplete |= _isOpen;

    /// <inheritdoc/>
    public void Dispose()
    {
        _deferred?.Release();
        _deferred = null;
    }

    private void Advance()
    {
        if (!_isPulled)
        {
            return;
        }
        _unit.ResetWrittenCount();
        _isPulled = _isComplete = _isOpen = _isKeyFrame = _hasLoss = _isTooLarge = _inFragment = false;
        if (_deferred is { } deferred)
        {
            _deferred = null;
            Append(deferred);
            deferred.Release();
        }
    }

    private void Append(in RtpPacket packet)
    {
        _isOpen = true;
        _time = packet.Time;
        if (packet.Discontinuity)
        {
            _hasLoss = true;
            _inFragment = false;
        }
        AppendPayload(packet.Payload);
        if (packet.Marker)
        {
            _isComplete = true;
        }
    }

    private void AppendPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            Faults++;
            return;
        }
        var type = H264Nal.TypeOf(payload[0]);
        if (type == H264NalType.FuA)
        {
            AppendFragment(payload);
            return;
        }
        _inFragment = false;
        if (type == H264NalType.StapA)
        {
            var rest = payload[1..];
            while (H264Payload.TryReadAggregated(ref rest, out var nal))
            {
                AppendNal(nal);
            }
            return;
        }
        if ((int)type is 0 or > 23)
        {
            Faults++;
            return;
        }
        AppendNal(payload);
    }

    private void AppendFragment(ReadOnlySpan<byte> payload)
    {
        if (!H264Payload.TryReadFragment(payload, out var header, out var isStart, out var isEnd))
        {
            Faults++;
            return;
        }
        if (isStart)
        {
            _inFragment = true;
            _fragmentedHeader = header;
            AppendNal([header]);
        }
        else if (!_inFragment)
        {
            // Its start is missing: what is left cannot be decoded.
            _hasLoss = true;
            Faults++;
            return;
        }
        else if (H264Nal.TypeOf(header) != H264Nal.TypeOf(_fragmentedHeader))
        {
            // Some encoders change the type inside one NAL unit; the first one counts.
            Faults++;
        }
        Write(payload[H264Payload.FragmentHeaderLength..]);
        _inFragment = !isEnd;
    }

    private void AppendNal(ReadOnlySpan<byte> nal)
    {
        _isKeyFrame |= H264Nal.TypeOf(nal[0]) == H264NalType.Idr;
        Write(StartCode);
        Write(nal);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_isTooLarge || _unit.WrittenCount + bytes.Length > MaximumUnitLength)
        {
            _isTooLarge = true;
            Faults++;
            return;
        }
        _unit.Write(bytes);
    }
}
