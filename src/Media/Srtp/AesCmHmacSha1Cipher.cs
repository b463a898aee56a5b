using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Command.Media.Srtp;

/// <summary>AES_CM_128_HMAC_SHA1_80 and _32 for SRTP and SRTCP (RFC 3711 §4.1.1, §4.2.1).</summary>
/// <remarks>The keystream of a packet is made in one call: counter blocks into a buffer of the object, encrypted as a batch.</remarks>
internal sealed class AesCmHmacSha1Cipher : ISrtpCipher
{
    private const int MaxPacketLength = 2048;
    private const int MacLength = 20;
    private const uint EncryptedFlag = 0x8000_0000;
    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly IncrementalHash _mac;
    private readonly byte[] _salt;
    private readonly int _rtpTagLength;
    private readonly int _rtcpTagLength;
    private readonly byte[] _counters = new byte[MaxPacketLength];
    private readonly byte[] _keystream = new byte[MaxPacketLength];

    /// <summary>Takes the session keys.</summary>
    /// <param name="profile">Gives the tag lengths.</param>
    /// <param name="key">16 bytes; copied.</param>
    /// <param name="authKey">20 bytes; copied.</param>
    /// <param name="salt">14 bytes; copied.</param>
    public AesCmHmacSha1Cipher(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> authKey, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, 14);
        _rtpTagLength = profile.RtpTagLength;
        _rtcpTagLength = profile.RtcpTagLength;
        _salt = salt.ToArray();
        _aes = Aes.Create();
        _aes.Key = key.ToArray();
#pragma warning disable CA5358 // ECB only encrypts counter blocks: this is counter mode (RFC 3711 §4.1.1)
        _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        _aes.Padding = PaddingMode.None;
        _encryptor = _aes.CreateEncryptor();
        _mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, authKey);
    }

    /// <inheritdoc/>
    public int SealRtp(Span<byte> buffer, int headerLength, int length, uint ssrc, ulong index)
    {
        ApplyKeystream(buffer[headerLength..length], ssrc, index);
        Authenticate(buffer[..length], (uint)(index >> 16), buffer.Slice(length, _rtpTagLength));
        return length + _rtpTagLength;
    }

    /// <inheritdoc/>
    public int OpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        var length = packet.Length - _rtpTagLength;
        if (length < headerLength || packet.Length > MaxPacketLength)
        {
            return -1;
        }

        Span<byte> tag = stackalloc byte[_rtpTagLength];
        Authenticate(packet[..length], (uint)(index >> 16), tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[length..]))
        {
            return -1;
        }

        ApplyKeystream(packet[headerLength..length], ssrc, index);
        return length;
    }

    /// <inheritdoc/>
    public int SealRtcp(Span<byte> buffer, int length, uint ssrc, uint index)
    {
        ApplyKeystream(buffer[8..length], ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], index | EncryptedFlag);
        Authenticate(buffer[..(length + 4)], null, buffer.Slice(length + 4, _rtcpTagLength));
        return length + 4 + _rtcpTagLength;
    }

    /// <inheritdoc/>
    public int OpenRtcp(Span<byte> packet, uint ssrc, uint indexWord)
    {
        var length = packet.Length - 4 - _rtcpTagLength;
        if (length < 8 || packet.Length > MaxPacketLength)
        {
            return -1;
        }

        Span<byte> tag = stackalloc byte[_rtcpTagLength];
        Authenticate(packet[..(length + 4)], null, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[(length + 4)..]))
        {
            return -1;
        }

        if ((indexWord & EncryptedFlag) != 0)
        {
            ApplyKeystream(packet[8..length], ssrc, indexWord & ~EncryptedFlag);
        }

        return length;
    }

    /// <inheritdoc/>
    public bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint indexWord)
    {
        if (packet.Length < 8 + 4 + _rtcpTagLength)
        {
            indexWord = 0;
            return false;
        }

        indexWord = BinaryPrimitives.ReadUInt32BigEndian(packet[^(4 + _rtcpTagLength)..]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
        _mac.Dispose();
    }

    private void Authenticate(ReadOnlySpan<byte> bytes, uint? rollOver, Span<byte> tag)
    {
        _mac.AppendData(bytes);
        if (rollOver is { } roc)
        {
            Span<byte> word = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(word, roc);
            _mac.AppendData(word);
        }

        Span<byte> mac = stackalloc byte[MacLength];
        _mac.GetHashAndReset(mac);
        mac[..tag.Length].CopyTo(tag);
    }

    private void ApplyKeystream(Span<byte> text, uint ssrc, ulong index)
    {
        if (text.IsEmpty)
        {
            return;
        }

        // IV = (salt << 16) ^ (SSRC << 64) ^ (index << 16); the low 16 bits count blocks.
        Span<byte> iv = stackalloc byte[16];
        _salt.CopyTo(iv);
        iv[14] = iv[15] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(iv[4..], BinaryPrimitives.ReadUInt32BigEndian(iv[4..]) ^ ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(iv[8..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(iv[8..]) ^ (index >> 32)));
        BinaryPrimitives.WriteUInt32BigEndian(iv[10..], BinaryPrimitives.ReadUInt32BigEndian(iv[10..]) ^ (uint)index);
        var length = (text.Length + 15) & ~15;
        for (var offset = 0; offset < length; offset += 16)
        {
            iv.CopyTo(_counters.AsSpan(offset));
            BinaryPrimitives.WriteUInt16BigEndian(_counters.AsSpan(offset + 14), (ushort)(offset >> 4));
        }

        _encryptor.TransformBlock(_counters, 0, length, _keystream, 0);
        Xor(text, _keystream);
    }

    private static void Xor(Span<byte> text, ReadOnlySpan<byte> keystream)
    {
        var wide = text.Length - (text.Length % Vector<byte>.Count);
        var texts = MemoryMarshal.Cast<byte, Vector<byte>>(text[..wide]);
        var keys = MemoryMarshal.Cast<byte, Vector<byte>>(keystream[..wide]);
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] ^= keys[i];
        }

        for (var i = wide; i < text.Length; i++)
        {
            text[i] ^= keystream[i];
        }
    }
}
