using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>Collects the members that nobody else reads, as one JSON object of bounded size; a member that does not fit is left out.</summary>
internal sealed class RestOfPayload : IDisposable
{
    private const int MaxName = 64;

    // Braces, quotes, colon, comma, and a name that may be escaped to six bytes a character.
    private const int Overhead = 8;

    private readonly int _most;
    private ArrayBufferWriter<byte>? _buffer;
    private Utf8JsonWriter? _writer;

    /// <summary>Makes an empty object.</summary>
    /// <param name="most">Largest size in bytes.</param>
    public RestOfPayload(int most)
    {
        _most = most;
    }

    /// <summary>Takes the member at whose name the reader is.</summary>
    /// <param name="reader">Left at the last token of the value.</param>
    /// <param name="payload">What the reader reads.</param>
    public void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload)
    {
        var name = BoundedText.Clean(reader.GetString(), MaxName);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        Check(ref reader);
        var value = payload[start..(int)reader.BytesConsumed];
        var used = (_writer?.BytesCommitted + _writer?.BytesPending) ?? 1;
        if (name.Length == 0 || used + value.Length + (6 * name.Length) + Overhead > _most)
        {
            return;
        }
        if (_writer is null)
        {
            _buffer = new ArrayBufferWriter<byte>(256);
            _writer = new Utf8JsonWriter(_buffer);
            _writer.WriteStartObject();
        }
        _writer.WritePropertyName(name);
        // Read and checked a moment ago.
        _writer.WriteRawValue(value, skipInputValidation: true);
    }

    /// <summary>The object; empty text when there was nothing.</summary>
    public string Finish()
    {
        if (_writer is null || _buffer is null)
        {
            return string.Empty;
        }
        _writer.WriteEndObject();
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    /// <summary>Goes to the end of the value; an escape that stands for no character throws as everywhere.</summary>
    private static void Check(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        do
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        } while (isContainer && reader.Read() && reader.CurrentDepth > depth);
    }
}
