using System.Buffers;
using System.Globalization;
using System.Text;

namespace Command.Devices.TextProtocol;

/// <summary>Writes one message; the reverse of <see cref="TextMessageReader"/>. Control characters inside values are left out.</summary>
public static class TextMessageWriter
{
    /// <summary>Start line, headers, Content-Length when there is a body, empty line, body.</summary>
    public static void Write(IBufferWriter<byte> output, string startLine, HeaderCollection headers, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder(512);
        AppendClean(text, startLine).Append("\r\n");
        foreach (var (name, value) in headers)
        {
            AppendClean(AppendClean(text, name).Append(": "), value).Append("\r\n");
        }

        if (!body.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        text.Append("\r\n");
        Encoding.UTF8.GetBytes(text.ToString(), output);
        output.Write(body);
    }

    /// <summary>No value can add a line of its own.</summary>
    private static StringBuilder AppendClean(StringBuilder text, string value)
    {
        foreach (var character in value)
        {
            if (!char.IsControl(character))
            {
                text.Append(character);
            }
        }

        return text;
    }
}
