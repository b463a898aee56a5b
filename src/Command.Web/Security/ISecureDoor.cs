namespace Command.Web.Security;

/// <summary>What browsers need before they trust this server, so that they hand out camera and microphone.</summary>
internal interface ISecureDoor
{
    /// <summary>The local authority's certificate in DER; null when the site brought its own certificate or serves no HTTPS.</summary>
    byte[]? AuthorityDer { get; }

    /// <summary>Port of HTTPS; null when there is none, or when it is not known before the start.</summary>
    int? HttpsPort { get; }
}
