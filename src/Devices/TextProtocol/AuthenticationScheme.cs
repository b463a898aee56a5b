namespace Command.Devices.TextProtocol;

/// <summary>Ways to authenticate that are spoken here, from weakest to strongest.</summary>
public enum AuthenticationScheme
{
    /// <summary>RFC 7617: the password itself, only encoded.</summary>
    Basic,

    /// <summary>RFC 7616 with MD5: what most cameras offer.</summary>
    DigestMd5,

    /// <summary>RFC 7616 with SHA-256: newer Hikvision and its relatives, sometimes exclusively.</summary>
    DigestSha256,
}
