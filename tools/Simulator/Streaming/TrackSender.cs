using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Command.Media.Time;

namespace Command.Tools.Simulator.Streaming;

/// <summary>
/// One track to one client: its SSRC, sequence numbers and timestamps. The RTP clock counts from the Unix epoch plus a random
/// start, so timestamps go on without a seam from minute to minute. <see cref="Send"/> is called by the broadcast loop only.
/// </summary>
internal abstract class TrackSender
{
    private const int SenderReportLength = 28;
    private const int ReportPeriodSeconds = 3;

    private readonly uint _timestampOffset = (uint)Random.Shared.NextInt64(1L << 32);
    private readonly byte[] _name;
    private readonly int _clockRate;
    private readonly byte _payloadType;
    private readonly int _ticksPerSecond;
    private long _nextReport;
    private long _lastTick;
    private ushort _sequence = (ushort)Random.Shared.Next(0, 1 << 15);
    private uint _packets;
    private uint _octets;

    protected TrackSender(ITrackChannel channel, int clockRate, byte payloadType, int ticksPerSecond)
    {
        Channel = channel;
        _clockRate = clockRate;
        _payloadType = payloadType;
        _ticksPerSecond = ticksPerSecond;
        _name = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"simulator-{Ssrc:x8}"));
    }

    /// <summary>Synchronisation source, random.</summary>
    public uint Ssrc { get; } = (uint)Random.Shared.NextInt64(1, 1L << 32);

    /// <summary>Sequence number of the next packet.</summary>
    public ushort NextSequence => _sequence;

    /// <summary>The first tick that is sent; a sender report goes before it. Set before the sender is added to its lane.</summary>
    public long StartTick
    {
        get;
        set
        {
            field = value;
            _nextReport = value;
        }
    }

    protected ITrackChannel Channel { get; }

    /// <summary>RTP timestamp of a tick.</summary>
    public uint TimestampOf(long tick) => unchecked(_timestampOffset + (uint)(tick * (_clockRate / _ticksPerSecond)));

    /// <summary>Sends what falls on a tick.</summary>
    public void Send(long tick, DateTimeOffset now, FrameBuffer frame)
    {
        if (tick < StartTick)
        {
            return;
        }

        if (tick >= _nextReport || tick < _lastTick)
        {
            SendReport(now, frame);
            _nextReport = tick + (ReportPeriodSeconds * _ticksPerSecond);
        }

        SendTick(tick, tick == _lastTick + 1, frame);
        _lastTick = tick;
    }

    /// <summary>Sends the packets of one tick.</summary>
    /// <param name="tick">Number since the epoch.</param>
    /// <param name="follows">False after a gap.</param>
    /// <param name="frame">Scratch, shared.</param>
    protected abstract void SendTick(long tick, bool follows, FrameBuffer frame);

    /// <summary>Adds a packet of a tick to the frame.</summary>
    protected void AddPacket(FrameBuffer frame, long tick, bool marker, ReadOnlySpan<byte> payload)
    {
        frame.AddRtp(Channel.RtpChannel, marker, _payloadType, _sequence, TimestampOf(tick), Ssrc, payload);
        _sequence = unchecked((ushort)(_sequence + 1));
        _packets++;
        _octets = unchecked(_octets + (uint)payload.Length);
    }

    /// <summary>Takes back packets of a frame that could not be sent: dropping whole frames leaves no hole in the numbers.</summary>
    protected void TakeBack(int packets, int octets)
    {
        _sequence = unchecked((ushort)(_sequence - packets));
        _packets -= (uint)packets;
        _octets = unchecked(_octets - (uint)octets);
    }

    /// <summary>Sender report and name (RFC 3550 §6.4.1, §6.5): the true time, and the same moment on the RTP clock.</summary>
    private void SendReport(DateTimeOffset now, FrameBuffer frame)
    {
        frame.Clear();
        var nameChunk = (4 + 2 + _name.Length + 1 + 3) & ~3;
        var packet = frame.Add(Channel.RtcpChannel, SenderReportLength + 4 + nameChunk);
        packet.Clear();
        packet[0] = 0x80;
        packet[1] = 200;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (SenderReportLength / 4) - 1);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(packet[8..], NtpTimestamp.FromDateTimeOffset(now).Value);
        var sinceEpoch = (BigInteger)(now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * _clockRate / TimeSpan.TicksPerSecond;
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], unchecked(_timestampOffset + (uint)(ulong)sinceEpoch));
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], _packets);
        BinaryPrimitives.WriteUInt32BigEndian(packet[24..], _octets);

        var description = packet[SenderReportLength..];
        description[0] = 0x81;
        description[1] = 202;
        BinaryPrimitives.WriteUInt16BigEndian(description[2..], (ushort)(nameChunk / 4));
        BinaryPrimitives.WriteUInt32BigEndian(description[4..], Ssrc);
        description[8] = 1; // CNAME
        description[9] = (byte)_name.Length;
        _name.CopyTo(description[10..]);
        _ = Channel.TrySendReport(frame.Bytes);
    }
}
