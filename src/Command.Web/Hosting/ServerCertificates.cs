using System.Security.Cryptography.X509Certificates;
using Command.Web.Security;
using Microsoft.Extensions.Options;

namespace Command.Web.Hosting;

/// <summary>The certificate of the HTTPS port: the site's own when one is given, else the local authority's.</summary>
internal sealed class ServerCertificates : ISecureDoor, IDisposable
{
    private readonly LocalCertificates? _local;
    private readonly X509Certificate2? _own;

    public ServerCertificates(IOptions<WebOptions> options, IConfiguration configuration, TimeProvider time)
    {
        var web = options.Value;
        HttpsPort = web.HttpsPort > 0 ? web.HttpsPort : null;
        if (web.CertificatePath is { } path)
        {
            _own = Load(path, web.CertificateKeyPath, web.CertificatePassword);
        }
        else if (web.HttpsPort >= 0)
        {
            _local = new LocalCertificates(configuration["Command:DataDirectory"] ?? "data", web.PublicNames, time);
        }
    }

    public byte[]? AuthorityDer => _local?.AuthorityDer;

    public int? HttpsPort { get; }

    public X509Certificate2? Current() => _own ?? _local?.Current();

    public void Dispose()
    {
        _own?.Dispose();
        _local?.Dispose();
    }

    private static X509Certificate2 Load(string path, string? keyPath, string? password) =>
        (Path.GetExtension(path), password) switch
        {
            (".pfx" or ".p12", _) => X509CertificateLoader.LoadPkcs12FromFile(path, password),
            (_, null) => X509Certificate2.CreateFromPemFile(path, keyPath),
            _ => X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath),
        };
}
