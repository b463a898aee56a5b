using System.Buffers.Binary;

namespace Command.Media.Srtp;

/// <summary>RTCP protection of one direction under one master key (RFC 3711 §3.4): explicit index, replay window per SSRC.</summary>
/// <remarks>One thread at a time; state for a stranger's SSRC only after authentication, at most <see cref="MaxSources"/>.</remarks>
internal sealed class SrtcpContext : IDisposable
{
    /// <summary>Sender SSRCs one peer may use.</summary>
    public const int MaxSources = 32;

    private const uint MaxIndex = 0x7FFF_FFFF;
    private readonly ISrtpCipher _cipher;
    private readonly List<(uint Ssrc, ReplayWindow Window)> _sources = [];
    private uint _nextIndex = 1;

    /// <summary>Derives the session keys.</summary>
    public SrtcpContext(SrtpMasterKey master)
    {
        Profile = master.Profile;
        _cipher = SrtpCipherFactory.CreateRtcp(master);
    }

    /// <summary>What the context speaks.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>SSRCs with state.</summary>
    public int SourceCount => _sources.Count;

    /// <summary>Protects an outgoing compound in place.</summary>
    /// <param name="buffer">The compound and at least <see cref="SrtpProfile.RtcpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Bytes of the compound.</param>
    /// <param name="written">Bytes of the protected packet.</param>
    /// <returns>False when it is not RTCP, or the 31-bit index is used up (the key may then protect nothing more).</returns>
    public bool TryProtect(Span<byte> buffer, int length, out int written)
    {
        written = 0;
        if (!IsRtcp(buffer[..length]) || _nextIndex > MaxIndex)
        {
            return false;
        }

        written = _cipher.SealRtcp(buffer, length, BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]), _nextIndex++);
        return true;
    }

    /// <summary>Checks and decrypts an incoming packet in place.</summary>
    public UnprotectResult Unprotect(Span<byte> packet, out int length)
    {
        length = 0;
        if (!IsRtcp(packet) || !_cipher.TryReadRtcpIndex(packet, out var indexWord))
        {
            return UnprotectResult.Malformed;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var window = Find(ssrc);
        if (window is not null && !window.IsFresh(indexWord & MaxIndex))
        {
            return UnprotectResult.Replayed;
        }

        var opened = _cipher.OpenRtcp(packet, ssrc, indexWord);
        if (opened < 0)
        {
            return UnprotectResult.AuthenticationFailed;
        }

        if (window is null)
        {
            if (_sources.Count == MaxSources)
            {
                return UnprotectResult.TooManySources;
            }

            window = new ReplayWindow();
            _sources.Add((ssrc, window));
        }

        window.Commit(indexWord & MaxIndex);
        length = opened;
        return UnprotectResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private static bool IsRtcp(ReadOnlySpan<byte> packet) => packet.Length >= 8 && packet[0] >> 6 == 2;

    private ReplayWindow? Find(uint ssrc)
    {
        foreach (var (known, window) in _sources)
        {
            if (known == ssrc)
            {
                return window;
            }
        }

        return null;
    }
}
