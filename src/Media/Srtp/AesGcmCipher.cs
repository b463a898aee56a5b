using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Command.Media.Srtp;

/// <summary>AEAD_AES_128_GCM for SRTP and SRTCP (RFC 7714). The header is authenticated, the payload sealed, the tag has 16 bytes.</summary>
internal sealed class AesGcmCipher : ISrtpCipher
{
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private const uint EncryptedFlag = 0x8000_0000;
    private readonly AesGcm _gcm;
    private readonly byte[] _salt;

    /// <summary>Takes the session keys.</summary>
    /// <param name="key">16 bytes; copied.</param>
    /// <param name="salt">12 bytes; copied.</param>
    public AesGcmCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, NonceLength);
        _gcm = new AesGcm(key, TagLength);
        _salt = salt.ToArray();
    }

    /// <inheritdoc/>
    public int SealRtp(Span<byte> buffer, int headerLength, int length, uint ssrc, ulong index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        MakeRtpNonce(nonce, ssrc, index);
        var payload = buffer[headerLength..length];
        _gcm.Encrypt(nonce, payload, payload, buffer.Slice(length, TagLength), buffer[..headerLength]);
        return length + TagLength;
    }

    /// <inheritdoc/>
    public int OpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        var length = packet.Length - TagLength;
        if (length < headerLength)
        {
            return -1;
        }

        Span<byte> nonce = stackalloc byte[NonceLength];
        MakeRtpNonce(nonce, ssrc, index);
        var payload = packet[headerLength..length];
        return TryOpen(nonce, payload, packet[length..], packet[..headerLength]) ? length : -1;
    }

    /// <inheritdoc/>
    public int SealRtcp(Span<byte> buffer, int length, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        MakeRtcpNonce(nonce, ssrc, index);
        Span<byte> associated = stackalloc byte[12];
        buffer[..8].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[8..], index | EncryptedFlag);
        var payload = buffer[8..length];

        // RFC 7714 §17: the tag comes before the index word, unlike in RFC 3711.
        _gcm.Encrypt(nonce, payload, payload, buffer.Slice(length, TagLength), associated);
        associated[8..].CopyTo(buffer[(length + TagLength)..]);
        return length + TagLength + 4;
    }

    /// <inheritdoc/>
    public int OpenRtcp(Span<byte> packet, uint ssrc, uint indexWord)
    {
        var length = packet.Length - TagLength - 4;
        if (length < 8)
        {
            return -1;
        }

        Span<byte> nonce = stackalloc byte[NonceLength];
        MakeRtcpNonce(nonce, ssrc, indexWord & ~EncryptedFlag);
        var tag = packet.Slice(length, TagLength);
        if ((indexWord & EncryptedFlag) == 0)
        {
            // Authenticated only: everything is associated data (RFC 7714 §9.3).
            Span<byte> clear = stackalloc byte[length + 4];
            packet[..length].CopyTo(clear);
            packet[(length + TagLength)..].CopyTo(clear[length..]);
            return TryOpen(nonce, [], tag, clear) ? length : -1;
        }

        Span<byte> associated = stackalloc byte[12];
        packet[..8].CopyTo(associated);
        packet[(length + TagLength)..].CopyTo(associated[8..]);
        return TryOpen(nonce, packet[8..length], tag, associated) ? length : -1;
    }

    /// <inheritdoc/>
    public bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint indexWord)
    {
        if (packet.Length < 8 + TagLength + 4)
        {
            indexWord = 0;
            return false;
        }

        indexWord = BinaryPrimitives.ReadUInt32BigEndian(packet[^4..]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _gcm.Dispose();

    private bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        try
        {
            _gcm.Decrypt(nonce, text, tag, text, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // The platform offers no verdict instead of the exception; only peers that passed ICE and DTLS reach this line.
            return false;
        }
    }

    private void MakeRtpNonce(Span<byte> nonce, uint ssrc, ulong index)
    {
        // RFC 7714 §8.1: two zero bytes, SSRC, ROC, SEQ; all xored with the salt.
        BinaryPrimitives.WriteUInt16BigEndian(nonce, 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[6..], (uint)(index >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(nonce[10..], (ushort)index);
        XorSalt(nonce);
    }

    private void MakeRtcpNonce(Span<byte> nonce, uint ssrc, uint index)
    {
        // RFC 7714 §9.1: two zero bytes, SSRC, two zero bytes, index.
        BinaryPrimitives.WriteUInt16BigEndian(nonce, 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(nonce[6..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], index);
        XorSalt(nonce);
    }

    private void XorSalt(Span<byte> nonce)
    {
        for (var i = 0; i < NonceLength; i++)
        {
            nonce[i] ^= _salt[i];
        }
    }
}
