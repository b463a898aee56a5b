using System.Buffers;
using System.Globalization;
using System.Text;

namespace Command.Devices.TextProtocol;

/// <summary>
/// Takes one message off the buffer of a PipeReader. Stateless: what is not complete is scanned again, which the caps keep cheap.
/// Gives verdicts, never throws on input.
/// </summary>
public static class TextMessageReader
{
    /// <summary>Most bytes of start line and headers.</summary>
    public const int MaxHeadLength = 16 * 1024;

    /// <summary>Most header lines.</summary>
    public const int MaxHeaders = 100;

    /// <summary>Most bytes of a body.</summary>
    public const int MaxBodyLength = 256 * 1024;

    /// <summary>
    /// Reads a message at the start of <paramref name="buffer"/>, which is moved behind it; otherwise the buffer is left as it is,
    /// apart from empty lines before the start line (retina 0.3.8 saw them).
    /// </summary>
    public static TextReadVerdict TryRead(ref ReadOnlySequence<byte> buffer, out TextMessage? message)
    {
        message = null;
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        buffer = buffer.Slice(reader.Position);
        reader = new SequenceReader<byte>(buffer);

        string? startLine = null;
        var headers = new HeaderCollection();
        while (true)
        {
            // A bare LF ends a line as well.
            if (!reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
            {
                return buffer.Length > MaxHeadLength ? TextReadVerdict.HeadTooLong : TextReadVerdict.NeedMore;
            }

            if (reader.Consumed > MaxHeadLength)
            {
                return TextReadVerdict.HeadTooLong;
            }

            var text = Encoding.UTF8.GetString(line).TrimEnd();
            if (startLine is null)
            {
                startLine = text.Trim();
            }
            else if (text.Length == 0)
            {
                break;
            }
            else if (headers.Count == MaxHeaders)
            {
                return TextReadVerdict.TooManyHeaders;
            }
            else
            {
                AddHeader(headers, text);
            }
        }

        return TryReadBody(ref buffer, ref reader, startLine, headers, out message);
    }

    private static TextReadVerdict TryReadBody(
        ref ReadOnlySequence<byte> buffer,
        ref SequenceReader<byte> reader,
        string startLine,
        HeaderCollection headers,
        out TextMessage? message
    )
    {
        message = null;
        var length = 0;
        if (
            headers.Find("Content-Length") is { } text
            && !int.TryParse(
                text,
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out length
            )
        )
        {
            return TextReadVerdict.BadContentLength;
        }

        if (length > MaxBodyLength)
        {
            return TextReadVerdict.BodyTooLong;
        }

        if (reader.Remaining < length)
        {
            return TextReadVerdict.NeedMore;
        }

        var body = reader.UnreadSequence.Slice(0, length);
        message = new TextMessage(startLine, headers, body.ToArray());
        buffer = buffer.Slice(body.End);
        return TextReadVerdict.Message;
    }

    private static void AddHeader(HeaderCollection headers, string text)
    {
        if (text[0] is ' ' or '\t')
        {
            headers.AppendToLast(text.Trim());
            return;
        }

        // A line without a colon says nothing that anyone could use.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            headers.Add(text[..colon].Trim(), text[(colon + 1)..].Trim());
        }
    }
}
