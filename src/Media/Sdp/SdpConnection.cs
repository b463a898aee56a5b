namespace Command.Media.Sdp;

/// <summary>The c= line (RFC 8866 §5.7).</summary>
/// <param name="AddressType">IP4 or IP6.</param>
/// <param name="Address">Address or name, with the multicast suffix if there was one.</param>
public sealed record SdpConnection(string AddressType, string Address)
{
    /// <inheritdoc/>
    public override string ToString() => $"IN {AddressType} {Address}";
}
