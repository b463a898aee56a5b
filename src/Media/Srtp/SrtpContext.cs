namespace Command.Media.Srtp;

/// <summary>
/// RTP protection of one direction under one master key: roll-over counter and replay window per SSRC (RFC 3711 §3.2, §3.3).
/// </summary>
/// <remarks>
/// One thread at a time. State for an SSRC that a stranger names is made only after its first packet authenticated, and for at most
/// <see cref="MaxSources"/>. Nothing here allocates per packet.
/// </remarks>
internal sealed class SrtpContext : IDisposable
{
    /// <summary>SSRCs one direction of one peer may use.</summary>
    public const int MaxSources = 32;

    private readonly ISrtpCipher _cipher;
    private readonly List<Source> _sources = [];

    /// <summary>Derives the session keys.</summary>
    public SrtpContext(SrtpMasterKey master)
    {
        Profile = master.Profile;
        _cipher = SrtpCipherFactory.CreateRtp(master);
    }

    /// <summary>What the context speaks.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>SSRCs with state.</summary>
    public int SourceCount => _sources.Count;

    /// <summary>Protects an outgoing packet in place.</summary>
    /// <param name="buffer">The packet and at least <see cref="SrtpProfile.RtpTagLength"/> bytes of room behind it.</param>
    /// <param name="length">Bytes of the clear packet.</param>
    /// <param name="written">Bytes of the protected packet.</param>
    /// <returns>
    /// False when it is not RTP, one SSRC too many, or its index does not come after the last one of its SSRC: with GCM an index that
    /// repeats with other bytes gives the key away, so a sender that wants a packet again uses RTX (RFC 4588).
    /// </returns>
    public bool TryProtect(Span<byte> buffer, int length, out int written)
    {
        written = 0;
        if (!SrtpHeader.TryMeasure(buffer[..length], out var headerLength))
        {
            return false;
        }

        var ssrc = SrtpHeader.Ssrc(buffer);
        var sequence = SrtpHeader.Sequence(buffer);
        var source = Find(ssrc);
        if (source is null)
        {
            if (_sources.Count == MaxSources)
            {
                return false;
            }

            source = new Source(ssrc, null) { Newest = sequence };
            _sources.Add(source);
        }
        else
        {
            var index = source.Estimate(sequence);
            if (index <= source.Newest)
            {
                return false;
            }

            source.Newest = index;
        }

        written = _cipher.SealRtp(buffer, headerLength, length, ssrc, source.Newest);
        return true;
    }

    /// <summary>Checks and decrypts an incoming packet in place: replay, then tag, then commit (RFC 3711 §3.3).</summary>
    /// <param name="packet">The datagram; worthless unless the verdict is <see cref="UnprotectResult.Ok"/>.</param>
    /// <param name="length">Bytes of the clear packet at the start of it.</param>
    public UnprotectResult Unprotect(Span<byte> packet, out int length)
    {
        length = 0;
        if (!SrtpHeader.TryMeasure(packet, out var headerLength))
        {
            return UnprotectResult.Malformed;
        }

        var ssrc = SrtpHeader.Ssrc(packet);
        var sequence = SrtpHeader.Sequence(packet);
        var source = Find(ssrc);
        var index = source?.Estimate(sequence) ?? sequence;
        if (source is not null && !source.Window!.IsFresh(index))
        {
            return UnprotectResult.Replayed;
        }

        var opened = _cipher.OpenRtp(packet, headerLength, ssrc, index);
        if (opened < 0)
        {
            return UnprotectResult.AuthenticationFailed;
        }

        if (source is null)
        {
            if (_sources.Count == MaxSources)
            {
                return UnprotectResult.TooManySources;
            }

            source = new Source(ssrc, new ReplayWindow()) { Newest = index };
            _sources.Add(source);
        }

        source.Window!.Commit(index);
        source.Newest = Math.Max(source.Newest, index);
        length = opened;
        return UnprotectResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private Source? Find(uint ssrc)
    {
        foreach (var source in _sources)
        {
            if (source.Ssrc == ssrc)
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>Outgoing sources have no window: their index only rises.</summary>
    private sealed class Source(uint ssrc, ReplayWindow? window)
    {
        public uint Ssrc => ssrc;

        public ReplayWindow? Window => window;

        public ulong Newest { get; set; }

        /// <summary>The 48-bit index nearest to the newest one (RFC 3711 §3.3.1, appendix A).</summary>
        public ulong Estimate(ushort sequence)
        {
            var step = (short)(sequence - (ushort)Newest);
            return step < 0 && (ulong)-step > Newest ? Newest + (ushort)step : Newest + (ulong)step;
        }
    }
}
