using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Command.Web.Hosting;

/// <summary>
/// A local certificate authority, made at the first run and kept under <c>keys/</c>, and a certificate of it for the machine's names and
/// addresses. The certificate is made anew when it nears its end or the names change; the authority stays, so that browsers that trust it
/// go on trusting it.
/// </summary>
internal sealed class LocalCertificates : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>Browsers refuse more than 398 days.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string> _names;
    private readonly X509Certificate2 _authority;
    private X509Certificate2? _current;

    public LocalCertificates(string dataDirectory, IEnumerable<string> publicNames, TimeProvider time)
    {
        _time = time;
        _names = [.. MachineNames().Concat(publicNames).Distinct(StringComparer.OrdinalIgnoreCase)];
        var keys = Path.Combine(dataDirectory, "keys");
        Directory.CreateDirectory(keys);
        _authority = LoadOrMakeAuthority(Path.Combine(keys, "ca.pem"), Path.Combine(keys, "ca.key"));
    }

    /// <summary>The authority's certificate in DER, without its key, for browsers to trust.</summary>
    public byte[] AuthorityDer => _authority.RawData;

    /// <summary>The certificate to serve now.</summary>
    public X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_current is null || _current.NotAfter.ToUniversalTime() < _time.GetUtcNow().UtcDateTime + RenewBefore)
            {
                // Connections may still use the old one: it is left to the finaliser, once a year.
                _current = MakeLeaf();
            }
            return _current;
        }
    }

    public void Dispose()
    {
        _current?.Dispose();
        _authority.Dispose();
    }

    private X509Certificate2 LoadOrMakeAuthority(string certificateFile, string keyFile)
    {
        if (File.Exists(certificateFile) && File.Exists(keyFile))
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Command local CA {Environment.MachineName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = _time.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLifetime);
        WriteSecret(keyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificateFile, made.ExportCertificatePem());
        return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
    }

    private X509Certificate2 MakeLeaf()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in _names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        var now = _time.GetUtcNow();
        var ends = now + Lifetime < _authority.NotAfter ? now + Lifetime : new DateTimeOffset(_authority.NotAfter);
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7F;
        using var signed = request.Create(_authority, now.AddDays(-1), ends, serial);
        return signed.CopyWithPrivateKey(key);
    }

    private static IEnumerable<string> MachineNames()
    {
        yield return "localhost";
        yield return Environment.MachineName.ToLowerInvariant();
        yield return IPAddress.Loopback.ToString();
        yield return IPAddress.IPv6Loopback.ToString();
        var addresses = NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            .Where(address => !address.IsIPv6LinkLocal);
        foreach (var address in addresses)
        {
            yield return address.ToString();
        }
    }

    private static void WriteSecret(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        using var stream = new StreamWriter(file, options);
        stream.Write(text);
    }
}
