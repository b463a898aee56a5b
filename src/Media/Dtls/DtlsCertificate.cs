using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Command.Media.Dtls;

/// <summary>
/// The process's self-signed P-256 certificate. Nobody trusts it by its name: the answer carries its fingerprint over HTTPS (RFC 8827).
/// </summary>
internal sealed class DtlsCertificate
{
    private DtlsCertificate(byte[] der, byte[] privateKey)
    {
        Der = der;
        PrivateKey = privateKey;
        Fingerprint = DtlsFingerprint.Compute(der);
    }

    /// <summary>For a=fingerprint.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>The certificate.</summary>
    internal byte[] Der { get; }

    /// <summary>PKCS #8.</summary>
    internal byte[] PrivateKey { get; }

    /// <summary>Makes one that lives as long as a process may.</summary>
    public static DtlsCertificate Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=command-media", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(2));
        return new DtlsCertificate(certificate.RawData, key.ExportPkcs8PrivateKey());
    }
}
