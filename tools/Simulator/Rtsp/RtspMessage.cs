using System.Text;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>One request (RFC 2326 §6). Header names are compared without case.</summary>
internal sealed class RtspMessage
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private RtspMessage(string method, string uri)
    {
        Method = method;
        Uri = uri;
    }

    public string Method { get; }

    public string Uri { get; }

    public string? this[string header] => _headers.GetValueOrDefault(header);

    /// <summary>
    /// Takes the next request from the front of the bytes; interleaved data of the client (its reports) is skipped.
    /// Null with <paramref name="consumed"/> ≥ 0 when more bytes are needed, null with −1 when this is no RTSP.
    /// </summary>
    public static RtspMessage? TryTake(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            var rest = bytes[consumed..];
            if (rest.StartsWith("\r\n"u8))
            {
                consumed += 2;
            }
            else if (rest.Length > 0 && rest[0] == (byte)'$')
            {
                if (rest.Length < 4 || rest.Length < 4 + (rest[2] << 8 | rest[3]))
                {
                    return null;
                }

                consumed += 4 + (rest[2] << 8 | rest[3]);
            }
            else
            {
                break;
            }
        }

        var message = bytes[consumed..];
        var headEnd = message.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(message[..headEnd]).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var uri, "RTSP/1.0"])
        {
            consumed = -1;
            return null;
        }

        var request = new RtspMessage(method, uri);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                request._headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        _ = int.TryParse(request["Content-Length"], out var bodyLength);
        if (bodyLength is < 0 or > RtspPeer.RequestLimit)
        {
            consumed = -1;
            return null;
        }

        if (message.Length < headEnd + 4 + bodyLength)
        {
            return null;
        }

        consumed += headEnd + 4 + bodyLength;
        return request;
    }
}
