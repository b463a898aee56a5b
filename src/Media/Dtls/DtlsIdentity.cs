using System.Collections.Immutable;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Command.Media.Dtls;

/// <summary>The facts of our side that both roles give to the TLS library.</summary>
internal static class DtlsIdentity
{
    /// <summary>Handshakes that take longer are given up: the session's own timeout is not far behind.</summary>
    public const int HandshakeTimeoutMilliseconds = 12_000;

    /// <summary>First retransmission of a lost flight; doubles. The library's default is a whole second, a join's budget.</summary>
    public const int ResendMilliseconds = 100;

    /// <summary>Cipher suites for an ECDSA certificate with forward secrecy and AEAD only.</summary>
    public static readonly int[] CipherSuites =
    [
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>One crypto provider for all handshakes, on the operating system's random numbers (thread-safe).</summary>
    public static readonly BcTlsCrypto Crypto = new(new SecureRandom(new CryptoApiRandomGenerator()));

    /// <summary>Our certificate as the library signs with it.</summary>
    public static TlsCredentialedSigner Sign(TlsContext context, DtlsCertificate certificate)
    {
        var chain = new Certificate([new BcTlsCertificate(Crypto, certificate.Der)]);
        var key = PrivateKeyFactory.CreateKey(certificate.PrivateKey);
        var algorithm = SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), Crypto, key, chain, algorithm);
    }

    /// <summary>Compares the peer's certificate with what its description promised (RFC 8122 §6).</summary>
    /// <exception cref="TlsFatalAlert">There is none, or another one.</exception>
    public static void Check(Certificate? certificate, ImmutableArray<DtlsFingerprint> expected)
    {
        if (certificate is null || certificate.IsEmpty)
        {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "The peer showed no certificate.");
        }

        var der = certificate.GetCertificateAt(0).GetEncoded();
        foreach (var fingerprint in expected)
        {
            if (fingerprint.Matches(der))
            {
                return;
            }
        }

        throw new TlsFatalAlert(AlertDescription.bad_certificate, "The certificate is not the one of the session description.");
    }

    /// <summary>Draws the SRTP keys out of a finished handshake.</summary>
    public static DtlsSrtpKeys Export(TlsContext context, DtlsSrtpProfile profile) =>
        new(profile, context.ExportKeyingMaterial(DtlsSrtpKeys.ExporterLabel, null, DtlsSrtpKeys.MaterialLength(profile)));
}
