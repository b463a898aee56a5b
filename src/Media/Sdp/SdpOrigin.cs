namespace Command.Media.Sdp;

/// <summary>
/// The o= line (RFC 8866 §5.2). Ids stay text: cameras write decimals and longer numbers than 64 bits there.
/// </summary>
public sealed record SdpOrigin(string UserName, string SessionId, string SessionVersion, string AddressType, string Address)
{
    /// <summary>What is written when nobody gave an origin.</summary>
    public static SdpOrigin Anonymous { get; } = new("-", "0", "0", "IP4", "127.0.0.1");

    /// <inheritdoc/>
    public override string ToString() => $"{UserName} {SessionId} {SessionVersion} IN {AddressType} {Address}";
}
