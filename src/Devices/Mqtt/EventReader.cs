using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>Reads <c>up/event/{type}</c>: <c>id</c>, <c>state</c>, <c>pos</c>, <c>officer</c>; the rest is kept as it is.</summary>
internal static class EventReader
{
    private const int MaxDetail = 2 * 1024;

    /// <summary>Reads a whole payload; the reader stands before its first token.</summary>
    public static PayloadVerdict Read(
        string type,
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> payload,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        string? id = null,
            state = null,
            officer = null;
        PositionSample? position = null;
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
            else if (reader.ValueTextEquals("state"u8))
            {
                state = JsonValue.Text(ref reader, BodyWornPayload.MaxWord);
            }
            else if (reader.ValueTextEquals("officer"u8))
            {
                officer = JsonValue.Text(ref reader, BodyWornPayload.MaxWord);
            }
            else if (reader.ValueTextEquals("pos"u8))
            {
                position = PositionReader.ReadNested(ref reader, context.ReceivedAt);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                JsonValue.Skip(ref reader); // the topic says it
            }
            else
            {
                rest.Take(ref reader, payload);
            }
        }
        message = common.Fill(new BodyWornEvent(context.ReceivedAt, type, id, state, position, officer, rest.Finish()));
        return PayloadVerdict.Read;
    }
}
