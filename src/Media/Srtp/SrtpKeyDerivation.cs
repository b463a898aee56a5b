using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Command.Media.Srtp;

/// <summary>Session keys from the master key: the AES-CM PRF of RFC 3711 §4.3, key derivation rate 0 (RFC 7714 §11 for GCM).</summary>
internal static class SrtpKeyDerivation
{
    /// <summary>RTP encryption key.</summary>
    public const byte RtpEncryption = 0;

    /// <summary>RTP authentication key.</summary>
    public const byte RtpAuthentication = 1;

    /// <summary>RTP salt.</summary>
    public const byte RtpSalt = 2;

    /// <summary>RTCP encryption key.</summary>
    public const byte RtcpEncryption = 3;

    /// <summary>RTCP authentication key.</summary>
    public const byte RtcpAuthentication = 4;

    /// <summary>RTCP salt.</summary>
    public const byte RtcpSalt = 5;

    /// <summary>Fills <paramref name="destination"/> with the session key of one label.</summary>
    public static void Derive(SrtpMasterKey master, byte label, Span<byte> destination)
    {
        // The 12-byte GCM salt is padded on the right to 14 (RFC 7714 §11); the last two bytes are the block counter.
        Span<byte> counterBlock = stackalloc byte[16];
        master.Salt.CopyTo(counterBlock);
        counterBlock[7] ^= label;
        using var aes = Aes.Create();
        aes.Key = master.Key;
        Span<byte> keystream = stackalloc byte[16];
        ushort counter = 0;
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt16BigEndian(counterBlock[14..], counter++);
            aes.EncryptEcb(counterBlock, keystream, PaddingMode.None);
            var count = Math.Min(destination.Length, keystream.Length);
            keystream[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    /// <summary>The session key of one label as a new array.</summary>
    public static byte[] Derive(SrtpMasterKey master, byte label, int length)
    {
        var key = new byte[length];
        Derive(master, label, key);
        return key;
    }
}
