using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace Command.Devices.Mqtt;

/// <summary>
/// Payloads of recorders: JSON in UTF-8, read from the bytes as they came. Unknown fields are ignored; texts are bounded and without control
/// characters; numbers are finite and within what can be. Never throws; allocates in proportion to the payload, which is bounded first.
/// </summary>
internal static class BodyWornPayload
{
    /// <summary>Largest payload in bytes, but for positions.</summary>
    public const int MaxSize = 4 * 1024;

    /// <summary>Largest batch of positions in bytes.</summary>
    public const int MaxBatchSize = 64 * 1024;

    /// <summary>Longest word in characters: ids, reasons, versions.</summary>
    public const int MaxWord = 64;

    private const int MaxLine = 128;
    private const int MaxList = 32;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads one payload.</summary>
    /// <param name="topic">Where it came: decides what it is.</param>
    /// <param name="payload">The bytes; borrowed.</param>
    /// <param name="context">What is known beside them.</param>
    /// <param name="message">The message when the verdict is <see cref="PayloadVerdict.Read"/>; null else.</param>
    /// <param name="claimedIdentity">The device that the payload itself names, or null. Nothing may be decided by it.</param>
    public static PayloadVerdict TryRead(
        in BodyWornTopic topic,
        ReadOnlySpan<byte> payload,
        in PayloadContext context,
        out BodyWornMessage? message,
        out string? claimedIdentity
    )
    {
        message = null;
        claimedIdentity = null;
        if (payload.IsEmpty && topic.Kind is BodyWornTopicKind.Status or BodyWornTopicKind.Info)
        {
            return PayloadVerdict.Empty;
        }
        if (payload.Length > (topic.Kind == BodyWornTopicKind.Positions ? MaxBatchSize : MaxSize))
        {
            return PayloadVerdict.TooLarge;
        }
        // Most of what is not JSON is seen here, before the reader would throw.
        if (payload.IsEmpty || payload.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..] || !Utf8.IsValid(payload))
        {
            return PayloadVerdict.NotJson;
        }
        try
        {
            var common = default(CommonFields);
            var reader = new Utf8JsonReader(payload, Options);
            reader.Read();
            var verdict = Read(topic, ref reader, payload, context, ref common, out message);
            claimedIdentity = common.ClaimedIdentity;
            if (verdict == PayloadVerdict.Read && !common.IsKnownVersion)
            {
                verdict = PayloadVerdict.OutOfRange;
            }
            // Reads to the end: whatever follows the object makes it something else.
            if (verdict == PayloadVerdict.Read && reader.Read())
            {
                verdict = PayloadVerdict.NotJson;
            }
            message = verdict == PayloadVerdict.Read ? message : null;
            return verdict;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The only way in which Utf8JsonReader says that the syntax (or an escaped lone surrogate) is wrong.
            message = null;
            return PayloadVerdict.NotJson;
        }
    }

    private static PayloadVerdict Read(
        in BodyWornTopic topic,
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> payload,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        switch (topic.Kind)
        {
            case BodyWornTopicKind.Status:
                return ReadStatus(ref reader, context, ref common, out message);
            case BodyWornTopicKind.Info:
                return ReadInfo(ref reader, context, ref common, out message);
            case BodyWornTopicKind.Positions:
                return PositionReader.Read(ref reader, context, ref common, out message);
            case BodyWornTopicKind.Health:
                return HealthReader.Read(ref reader, context, ref common, out message);
            case BodyWornTopicKind.Event:
                return EventReader.Read(topic.EventType, ref reader, payload, context, ref common, out message);
            case BodyWornTopicKind.Answer:
                return AnswerReader.Read(ref reader, payload, context, ref common, out message);
            default:
                message = null;
                return PayloadVerdict.Empty;
        }
    }

    private static PayloadVerdict ReadStatus(
        ref Utf8JsonReader reader,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        message = null;
        bool? online = null;
        string? reason = null,
            firmware = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (common.TryTake(ref reader))
            {
                continue;
            }
            if (reader.ValueTextEquals("online"u8))
            {
                online = JsonValue.Bool(ref reader);
            }
            else if (reader.ValueTextEquals("reason"u8))
            {
                reason = JsonValue.Text(ref reader, MaxWord);
            }
            else if (reader.ValueTextEquals("fw"u8))
            {
                firmware = JsonValue.Text(ref reader, MaxWord);
            }
            else
            {
                JsonValue.Skip(ref reader);
            }
        }
        if (online is not { } isOnline)
        {
            return PayloadVerdict.Missing;
        }
        var word = context.IsRetained ? "kept" : reason ?? (isOnline ? "connect" : "shutdown");
        message = common.Fill(new BodyWornPresence(context.ReceivedAt, isOnline, word, firmware));
        return PayloadVerdict.Read;
    }

    private static PayloadVerdict ReadInfo(
        ref Utf8JsonReader reader,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        string? model = null,
            firmware = null,
            imei = null,
            iccid = null,
            officer = null;
        ImmutableArray<string> capabilities = [],
            codecs = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (common.TryTake(ref reader))
            {
                continue;
            }
            if (reader.ValueTextEquals("model"u8))
            {
                model = JsonValue.Text(ref reader, MaxLine);
            }
            else if (reader.ValueTextEquals("fw"u8))
            {
                firmware = JsonValue.Text(ref reader, MaxWord);
            }
            else if (reader.ValueTextEquals("imei"u8))
            {
                imei = JsonValue.Text(ref reader, MaxWord);
            }
            else if (reader.ValueTextEquals("iccid"u8))
            {
                iccid = JsonValue.Text(ref reader, MaxWord);
            }
            else if (reader.ValueTextEquals("officer"u8))
            {
                officer = JsonValue.Text(ref reader, MaxWord);
            }
            else if (reader.ValueTextEquals("capabilities"u8))
            {
                capabilities = [.. JsonValue.Texts(ref reader, MaxList, MaxWord)];
            }
            else if (reader.ValueTextEquals("codecs"u8))
            {
                codecs = [.. JsonValue.Texts(ref reader, MaxList, MaxWord)];
            }
            else
            {
                JsonValue.Skip(ref reader);
            }
        }
        message = common.Fill(new BodyWornDescription(context.ReceivedAt, model, firmware, imei, iccid, capabilities, codecs, officer));
        return PayloadVerdict.Read;
    }
}
