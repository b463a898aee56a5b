using System.Security.Cryptography;
using System.Text;

namespace Command.Silo.Keys;

/// <summary>
/// AES-256-GCM around one secret: format (1), id of the master key (8), nonce (12), tag (16), ciphertext. The purpose is authenticated, so a
/// sealed value copied to another object does not open there. Thread-safe.
/// </summary>
internal sealed class Seal(MasterKey master, string use)
{
    private const byte Format = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + MasterKey.IdLength;
    private const int Overhead = HeaderLength + NonceLength + TagLength;

    private readonly byte[] _key = master.Derive(use);

    public byte[] Close(ReadOnlySpan<byte> secret, string purpose)
    {
        var sealedBytes = new byte[Overhead + secret.Length];
        var bytes = sealedBytes.AsSpan();
        bytes[0] = Format;
        master.Id.CopyTo(bytes[1..]);
        var nonce = bytes.Slice(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, secret, bytes[Overhead..], bytes.Slice(HeaderLength + NonceLength, TagLength), Associated(bytes, purpose));
        return sealedBytes;
    }

    public SealVerdict TryOpen(ReadOnlySpan<byte> sealedBytes, string purpose, out byte[] secret)
    {
        secret = [];
        if (sealedBytes.Length < Overhead || sealedBytes[0] != Format)
        {
            return SealVerdict.Malformed;
        }

        if (!sealedBytes.Slice(1, MasterKey.IdLength).SequenceEqual(master.Id))
        {
            return SealVerdict.OtherMasterKey;
        }

        var opened = new byte[sealedBytes.Length - Overhead];
        using var aes = new AesGcm(_key, TagLength);
        try
        {
            aes.Decrypt(
                sealedBytes.Slice(HeaderLength, NonceLength),
                sealedBytes[Overhead..],
                sealedBytes.Slice(HeaderLength + NonceLength, TagLength),
                opened,
                Associated(sealedBytes, purpose)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return SealVerdict.Tampered;
        }

        secret = opened;
        return SealVerdict.Opened;
    }

    private static byte[] Associated(ReadOnlySpan<byte> sealedBytes, string purpose) =>
        [.. sealedBytes[..HeaderLength], .. Encoding.UTF8.GetBytes(purpose)];
}
