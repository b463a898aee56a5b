using System.Security.Cryptography;

namespace Command.Media.Dtls;

/// <summary>A certificate fingerprint as SDP carries it (RFC 8122 §5).</summary>
/// <param name="HashFunction">Lower-case name.</param>
/// <param name="Value">Upper-case hex pairs joined by colons.</param>
internal sealed record DtlsFingerprint(string HashFunction, string Value)
{
    /// <summary>Hashes strong enough for us, best first.</summary>
    public static bool IsSupported(string hashFunction) => hashFunction is "sha-256" or "sha-384" or "sha-512";

    /// <summary>SHA-256 over a DER certificate.</summary>
    public static DtlsFingerprint Compute(ReadOnlySpan<byte> certificate, string hashFunction = "sha-256")
    {
        var hash = hashFunction switch
        {
            "sha-256" => SHA256.HashData(certificate),
            "sha-384" => SHA384.HashData(certificate),
            "sha-512" => SHA512.HashData(certificate),
            _ => throw new ArgumentOutOfRangeException(nameof(hashFunction), hashFunction, "sha-256, sha-384 or sha-512"),
        };
        return new(hashFunction, string.Join(':', hash.Select(value => value.ToString("X2", null))));
    }

    /// <summary>True when the DER certificate has this fingerprint.</summary>
    public bool Matches(ReadOnlySpan<byte> certificate) =>
        IsSupported(HashFunction) && string.Equals(Compute(certificate, HashFunction).Value, Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"{HashFunction} {Value}";
}
