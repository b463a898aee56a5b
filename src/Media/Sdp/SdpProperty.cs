namespace Command.Media.Sdp;

/// <summary>An a= line that no typed property holds, kept as it came (RFC 8866 §5.13).</summary>
/// <param name="Name">Text before the first colon.</param>
/// <param name="Value">Text after the first colon; null for a flag without colon.</param>
public sealed record SdpProperty(string Name, string? Value = null)
{
    /// <inheritdoc/>
    public override string ToString() => Value is null ? Name : $"{Name}:{Value}";
}
