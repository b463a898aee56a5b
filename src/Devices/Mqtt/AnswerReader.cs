using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>Reads <c>up/ack</c>: <c>id</c> (or the correlation data), <c>ok</c>; the rest is kept as it is.</summary>
internal static class AnswerReader
{
    private const int MaxDetail = 1024;

    /// <summary>Reads a whole payload; the reader stands before its first token.</summary>
    public static PayloadVerdict Read(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> payload,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        message = null;
        string? id = null;
        bool? succeeded = null;
        using var rest = new RestOfPayload(MaxDetail);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (common.TryTake(ref reader))
            {
                continue;
            }
            if (reader.ValueTextEquals("id"u8))
            {
                id = JsonValue.Text(ref reader, BodyWornPayload.MaxWord);
            }
            else if (reader.ValueTextEquals("ok"u8))
            {
                succeeded = JsonValue.Bool(ref reader);
            }
            else
            {
                rest.Take(ref reader, payload);
            }
        }
        var correlation = BoundedText.Clean(context.Correlation, BodyWornPayload.MaxWord);
        id ??= correlation.Length == 0 ? null : correlation;
        if (id is null || succeeded is not { } hasSucceeded)
        {
            return PayloadVerdict.Missing;
        }
        message = common.Fill(new BodyWornAnswer(context.ReceivedAt, id, hasSucceeded, rest.Finish()));
        return PayloadVerdict.Read;
    }
}
