using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Command.Silo.Storage;

/// <summary>
/// The bytes of one event that hashes cover: UTF-8 JSON, members in this order, absent values left out. Written once at commit and never
/// written again, so a later change here does not touch old events.
/// </summary>
internal static class EventPayload
{
    // Chinese text stays readable in the stored bytes; nothing here is ever put into HTML without encoding.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(string node, long seq, long atUs, AggregateKey key, EventDraft draft)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("node"u8, node);
            json.WriteNumber("seq"u8, seq);
            json.WriteNumber("atUs"u8, atUs);
            json.WriteString("kind"u8, key.Kind);
            json.WriteString("id"u8, key.Id);
            json.WriteString("type"u8, draft.Type);
            json.WriteString("outcome"u8, draft.Outcome);
            json.WriteString("actor"u8, draft.Context.ActorId);
            json.WriteString("actorName"u8, draft.Context.ActorName);
            WriteOptional(json, "unit", draft.Context.UnitId);
            WriteOptional(json, "purpose", draft.Context.Purpose);
            json.WriteString("correlationId"u8, draft.Context.CorrelationId);
            WriteOptional(json, "clientAddress", draft.Context.ClientAddress);
            WriteOptional(json, "sessionId", draft.Context.SessionId);
            WriteOptional(json, "cause", draft.Cause);
            WriteOptional(json, "before", draft.Before);
            WriteOptional(json, "after", draft.After);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
