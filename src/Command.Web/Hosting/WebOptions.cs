using System.Net;
using Command.Web.Security;

namespace Command.Web.Hosting;

/// <summary>What the front door listens on and what it is called.</summary>
internal sealed record WebOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command:Web";

    /// <summary>Name of the site, shown in the bar.</summary>
    public string SiteName { get; init; } = SiteInfo.Product;

    /// <summary>Addresses to listen on; empty for all.</summary>
    public string[] Listen { get; init; } = [];

    /// <summary>HTTP port, 0 to 65535; 0 takes a free one.</summary>
    public int HttpPort { get; init; } = 8080;

    /// <summary>HTTPS port, 0 to 65535, or -1 for no HTTPS; 0 takes a free one.</summary>
    public int HttpsPort { get; init; } = 8443;

    /// <summary>Names and addresses browsers use for this server, beside the machine's own; they stand in the certificate.</summary>
    public string[] PublicNames { get; init; } = [];

    /// <summary>Own certificate, PEM or PFX; without it the server makes a local authority and a certificate under <c>keys/</c>.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Private key of a PEM certificate.</summary>
    public string? CertificateKeyPath { get; init; }

    /// <summary>Password of a PFX certificate or of an encrypted key.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Addresses of reverse proxies whose forwarded headers are believed.</summary>
    public string[] TrustedProxies { get; init; } = [];

    /// <summary>Null when every value is in range, else what is wrong.</summary>
    public string? Problem()
    {
        if (HttpPort is < 0 or > 65_535 || HttpsPort is < -1 or > 65_535)
        {
            return $"{Section}: HttpPort is {HttpPort} (0 to 65535) and HttpsPort is {HttpsPort} (-1 to 65535).";
        }
        var bad = Listen.Concat(TrustedProxies).FirstOrDefault(address => !IPAddress.TryParse(address, out _));
        return bad is null ? null : $"{Section}: '{bad}' is no IP address.";
    }
}
