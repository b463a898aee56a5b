namespace Command.Media.Sdp;

/// <summary>An a=fmtp line (RFC 8866 §6.15): the codec's own settings for one payload type.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Text">Everything after the payload type, as written.</param>
public sealed record FormatParameters(byte PayloadType, string Text)
{
    /// <summary>
    /// The value of one parameter, names compared without case; null when absent, empty when it is a flag.
    /// Only the first equals sign separates: base64 values end with more of them.
    /// </summary>
    public string? Find(string name)
    {
        foreach (var range in Text.AsSpan().Split(';'))
        {
            var pair = Text.AsSpan(range).Trim();
            var equals = pair.IndexOf('=');
            var key = equals < 0 ? pair : pair[..equals].TrimEnd();
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? string.Empty : pair[(equals + 1)..].Trim().ToString();
            }
        }

        return null;
    }
}
