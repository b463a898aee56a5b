using System.Security.Cryptography.X509Certificates;
using Command.Web.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Command.Web.Tests.Hosting;

public sealed class LocalCertificatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-certificates-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Current_NamesTheMachineAndWhatTheSiteAdds()
    {
        using var certificates = new LocalCertificates(_folder, ["wall.example", "192.0.2.7"], _time);
        var current = certificates.Current();
        Assert.True(current.MatchesHostname("wall.example"));
        Assert.True(current.MatchesHostname("localhost"));
        Assert.True(current.MatchesHostname("192.0.2.7"));
        Assert.True(current.MatchesHostname("127.0.0.1"));
        Assert.False(current.MatchesHostname("other.example"));
        Assert.True((current.NotAfter - current.NotBefore).TotalDays < 399);
    }

    [Fact]
    public void Current_NearItsEnd_IsMadeAnew_ByTheSameAuthority()
    {
        using var certificates = new LocalCertificates(_folder, [], _time);
        var first = certificates.Current();
        Assert.Same(first, certificates.Current());
        _time.Advance(TimeSpan.FromDays(380));
        var second = certificates.Current();
        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
        Assert.Equal(first.Issuer, second.Issuer);
    }

    [Fact]
    public void Authority_IsMadeOnce()
    {
        byte[] first;
        using (var certificates = new LocalCertificates(_folder, [], _time))
        {
            first = certificates.AuthorityDer;
        }
        using var again = new LocalCertificates(_folder, [], _time);
        Assert.Equal(first, again.AuthorityDer);
        using var authority = X509CertificateLoader.LoadCertificate(first);
        Assert.Contains(authority.Extensions.OfType<X509BasicConstraintsExtension>(), extension => extension.CertificateAuthority);
    }
}
