using System.Buffers.Binary;
using Command.Media.Rtcp;
using Command.Media.Rtp;

namespace Command.Media.WebRtc;

/// <summary>
/// Notes when the packets of one transport arrived and tells the sender, which estimates the bandwidth from it (transport-wide
/// congestion control, draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1). One thread at a time; allocates nothing.
/// </summary>
/// <remarks>
/// Every number is reported once, as arrived or as lost; one that arrives late is reported again together with what came after it, so
/// that times still follow each other. Remembers the newest <see cref="Remembered"/> numbers.
/// </remarks>
internal sealed class TransportFeedbackBuilder
{
    /// <summary>Numbers remembered.</summary>
    public const int Remembered = 2_048;

    /// <summary>Most bytes of one packet; what is left goes into the next.</summary>
    public const int MaximumLength = 1_000;

    private const int Format = 15;
    private const int HeaderLength = 20;

    /// <summary>Times are told in quarters of a millisecond, reference times in 64 ms.</summary>
    private const int TicksPerSecond = 4_000;
    private const int TicksPerReference = 256;

    private const int LongestRun = 0x1FFF;
    private const int OneBitSymbols = 14;
    private const int TwoBitSymbols = 7;
    private const byte NotReceived = 0;
    private const byte SmallDelta = 1;
    private const byte LargeDelta = 2;

    private readonly double _timestampsPerTick;
    private readonly long[] _arrivals = new long[Remembered];
    private SequenceUnwrapper _sequences;
    private long _epoch;
    private long _next;
    private long _highest = long.MinValue;
    private byte _packetCount;

    /// <summary>Makes a builder that has seen nothing.</summary>
    /// <param name="time">Gives the frequency of arrival timestamps.</param>
    public TransportFeedbackBuilder(TimeProvider time)
    {
        _timestampsPerTick = (double)time.TimestampFrequency / TicksPerSecond;
    }

    /// <summary>Whether something arrived that was not reported yet.</summary>
    public bool HasNews { get; private set; }

    /// <summary>Notes an arrival.</summary>
    /// <param name="sequence">The transport-wide sequence number.</param>
    /// <param name="arrival"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    public void OnPacket(ushort sequence, long arrival)
    {
        var number = _sequences.Unwrap(sequence);
        if (_highest == long.MinValue)
        {
            _epoch = arrival;
            _highest = number - 1;
            _next = number;
        }
        if (number > _highest)
        {
            Forget(_highest + 1, number);
            _highest = number;
        }
        else if (number <= _highest - Remembered || _arrivals[number & (Remembered - 1)] != 0)
        {
            return;
        }
        // One reference after the epoch, so that nothing that arrived is 0, not even what came just before the first.
        _arrivals[number & (Remembered - 1)] = Math.Max(1, (long)((arrival - _epoch) / _timestampsPerTick) + TicksPerReference);
        _next = Math.Max(Math.Min(_next, number), _highest - Remembered + 1);
        HasNews = true;
    }

    /// <summary>Writes one packet of what is not reported yet; to be called until there is nothing more.</summary>
    /// <param name="destination">At least <see cref="MaximumLength"/> bytes.</param>
    /// <param name="sender">Our SSRC.</param>
    /// <param name="media">An SSRC of the other side.</param>
    /// <param name="length">Its length in bytes; a multiple of four.</param>
    /// <returns><see langword="false"/> when there is nothing to report.</returns>
    public bool TryWrite(Span<byte> destination, uint sender, uint media, out int length)
    {
        length = 0;
        if (!HasNews)
        {
            return false;
        }
        Span<byte> symbols = stackalloc byte[Remembered];
        Span<short> deltas = stackalloc short[Remembered];
        var count = Collect(symbols, deltas, out var reference);
        symbols = symbols[..count];
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], sender);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], media);
        BinaryPrimitives.WriteUInt16BigEndian(destination[12..], (ushort)_next);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], ((uint)reference << 8) | _packetCount++);
        var end = WriteChunks(symbols, destination, HeaderLength);
        end = WriteDeltas(symbols, deltas, destination, end);
        length = (end + 3) & ~3;
        RtcpCompound.WriteHeader(destination, RtcpPacketType.TransportFeedback, Format, length);
        if (length != end)
        {
            destination[end..length].Clear();
            destination[length - 1] = (byte)(length - end);
            destination[0] |= 0x20;
        }
        _next += count;
        HasNews = _next <= _highest;
        return true;
    }

    /// <summary>Symbols and times from the next number on, as many as one packet takes.</summary>
    private int Collect(Span<byte> symbols, Span<short> deltas, out long reference)
    {
        reference = -1;
        var last = 0L;
        var count = 0;
        var arrived = 0;
        var deltaBytes = 0;
        for (var number = _next; number <= _highest; number++)
        {
            var ticks = _arrivals[number & (Remembered - 1)];
            var symbol = NotReceived;
            if (ticks != 0)
            {
                if (reference < 0)
                {
                    reference = ticks / TicksPerReference;
                    last = reference * TicksPerReference;
                }
                var delta = ticks - last;
                if (delta is < short.MinValue or > short.MaxValue)
                {
                    // Eight seconds apart: the next packet has a reference of its own.
                    break;
                }
                symbol = delta is >= 0 and <= byte.MaxValue ? SmallDelta : LargeDelta;
                if (HeaderLength + (((count / TwoBitSymbols) + 1) * 2) + deltaBytes + symbol + 3 > MaximumLength)
                {
                    break;
                }
                deltaBytes += symbol;
                deltas[arrived++] = (short)delta;
                last = ticks;
            }
            symbols[count++] = symbol;
        }
        return count;
    }

    /// <summary>Packs the symbols into runs and vectors (§3.1.1 to §3.1.5).</summary>
    private static int WriteChunks(ReadOnlySpan<byte> symbols, Span<byte> destination, int at)
    {
        while (!symbols.IsEmpty)
        {
            var run = RunLength(symbols);
            var small = symbols[..Math.Min(OneBitSymbols, symbols.Length)].Contains(LargeDelta) ? 0 : OneBitSymbols;
            int taken;
            int chunk;
            if (run >= (small == 0 ? TwoBitSymbols : OneBitSymbols) || run == symbols.Length)
            {
                taken = run;
                chunk = (symbols[0] << 13) | run;
            }
            else if (small != 0)
            {
                taken = Math.Min(OneBitSymbols, symbols.Length);
                chunk = 0x8000 | Pack(symbols[..taken], OneBitSymbols, 1);
            }
            else
            {
                taken = Math.Min(TwoBitSymbols, symbols.Length);
                chunk = 0xC000 | Pack(symbols[..taken], TwoBitSymbols, 2);
            }
            BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)chunk);
            symbols = symbols[taken..];
            at += 2;
        }
        return at;
    }

    private static int RunLength(ReadOnlySpan<byte> symbols)
    {
        var length = symbols.IndexOfAnyExcept(symbols[0]);
        return Math.Min(LongestRun, length < 0 ? symbols.Length : length);
    }

    private static int Pack(ReadOnlySpan<byte> symbols, int room, int bits)
    {
        var packed = 0;
        foreach (var symbol in symbols)
        {
            packed = (packed << bits) | symbol;
        }
        return packed << ((room - symbols.Length) * bits);
    }

    private static int WriteDeltas(ReadOnlySpan<byte> symbols, ReadOnlySpan<short> deltas, Span<byte> destination, int at)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case SmallDelta:
                    destination[at++] = (byte)deltas[0];
                    deltas = deltas[1..];
                    break;
                case LargeDelta:
                    BinaryPrimitives.WriteInt16BigEndian(destination[at..], deltas[0]);
                    deltas = deltas[1..];
                    at += 2;
                    break;
            }
        }
        return at;
    }

    private void Forget(long from, long to)
    {
        for (var number = Math.Max(from, to - Remembered + 1); number <= to; number++)
        {
            _arrivals[number & (Remembered - 1)] = 0;
        }
    }
}
