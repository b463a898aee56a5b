using System.Globalization;
using Command.Devices.TextProtocol;

namespace Command.Devices.Rtsp;

/// <summary>An answer (RFC 2326 §7).</summary>
/// <param name="Status">100 to 999.</param>
/// <param name="Reason">May be empty (gortsplib#807).</param>
/// <param name="Message">Headers and body.</param>
internal sealed record RtspResponse(int Status, string Reason, TextMessage Message)
{
    /// <summary>Header values.</summary>
    public HeaderCollection Headers => Message.Headers;

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Sequence number of the request; null when the device leaves it out or writes nonsense.</summary>
    public int? Sequence =>
        int.TryParse(
            Headers.Find("CSeq"),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var n
        )
            ? n
            : null;

    /// <summary>Null when the start line is not a status line.</summary>
    public static RtspResponse? From(TextMessage message)
    {
        var line = message.StartLine.AsSpan();
        if (!line.StartsWith("RTSP/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var blank = line.IndexOf(' ');
        var rest = blank < 0 ? default : line[blank..].Trim();
        var end = rest.IndexOf(' ');
        var code = end < 0 ? rest : rest[..end];
        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 999
            ? new RtspResponse(status, end < 0 ? string.Empty : rest[end..].Trim().ToString(), message)
            : null;
    }
}
