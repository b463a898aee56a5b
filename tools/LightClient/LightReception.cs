using System.Buffers.Binary;

namespace Command.Tools.LightClient;

/// <summary>What a viewer knows of its packets: which are missing, and which RTX stream repairs which media stream.</summary>
/// <param name="asks">False never sends NACK.</param>
/// <param name="nack">Asks for packets: media SSRC, first sequence number, count of 1 to 17.</param>
internal sealed class LightReception(bool asks, Action<uint, ushort, int> nack)
{
    private const int MaxMissing = 1_024;
    private const int MaxPerNack = 17;
    private readonly Dictionary<uint, ushort> _newest = [];
    private readonly Dictionary<uint, uint> _rtxToMedia = [];
    private readonly HashSet<(uint Ssrc, ushort Sequence)> _missing = [];
    private long _gaps;
    private long _recovered;

    /// <summary>Sequence numbers that were skipped.</summary>
    public long Gaps => Interlocked.Read(ref _gaps);

    /// <summary>Skipped packets that came back by RTX.</summary>
    public long Recovered => Interlocked.Read(ref _recovered);

    /// <summary>Learns an a=ssrc-group:FID line.</summary>
    public void Pair(uint media, uint rtx) => _rtxToMedia[rtx] = media;

    /// <summary>Notes a packet; a retransmission gets its original SSRC, sequence number and payload back (RFC 4588 §4).</summary>
    /// <returns>False for a retransmission without content.</returns>
    public bool TryTake(ref uint ssrc, ref ushort sequence, ref ReadOnlySpan<byte> payload, out bool isRecovered)
    {
        isRecovered = _rtxToMedia.TryGetValue(ssrc, out var media);
        if (!isRecovered)
        {
            Follow(ssrc, sequence);
            return true;
        }

        if (payload.Length < 2)
        {
            return false;
        }

        ssrc = media;
        sequence = BinaryPrimitives.ReadUInt16BigEndian(payload);
        payload = payload[2..];
        lock (_missing)
        {
            if (_missing.Remove((ssrc, sequence)))
            {
                Interlocked.Increment(ref _recovered);
            }
        }

        return true;
    }

    /// <summary>A NACK or its answer may be lost as well: browsers ask again, so does this client.</summary>
    public void AskAgain()
    {
        if (asks)
        {
            lock (_missing)
            {
                foreach (var (ssrc, sequence) in _missing)
                {
                    nack(ssrc, sequence, 1);
                }
            }
        }
    }

    private void Follow(uint ssrc, ushort sequence)
    {
        if (_newest.TryGetValue(ssrc, out var newest))
        {
            var step = (short)(sequence - newest);
            if (step <= 0)
            {
                return;
            }

            Interlocked.Add(ref _gaps, step - 1);
            Remember(ssrc, newest, step);
            for (var missing = 1; asks && missing < step; missing += MaxPerNack)
            {
                nack(ssrc, (ushort)(newest + missing), Math.Min(MaxPerNack, step - missing));
            }
        }

        _newest[ssrc] = sequence;
    }

    private void Remember(uint ssrc, ushort newest, short step)
    {
        lock (_missing)
        {
            for (var missing = 1; missing < step && _missing.Count < MaxMissing; missing++)
            {
                _missing.Add((ssrc, (ushort)(newest + missing)));
            }
        }
    }
}
