using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>Reads <c>up/telemetry/health</c>: <c>battery</c> (percent), <c>charging</c>, <c>disk {free, total}</c> (bytes), <c>rssi</c> (dBm), <c>bars</c>, <c>temp</c> (°C), <c>recording</c>.</summary>
internal static class HealthReader
{
    private const long MaxBytes = 1L << 50;

    /// <summary>Reads a whole payload; the reader stands before its first token.</summary>
    public static PayloadVerdict Read(
        ref Utf8JsonReader reader,
        in PayloadContext context,
        ref CommonFields common,
        out BodyWornMessage? message
    )
    {
        int? battery = null,
            dbm = null,
            bars = null;
        long? free = null,
            total = null;
        double? temperature = null;
        bool? charging = null,
            recording = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (common.TryTake(ref reader))
            {
                continue;
            }
            if (reader.ValueTextEquals("battery"u8))
            {
                battery = (int?)JsonValue.Whole(ref reader, 0, 100);
            }
            else if (reader.ValueTextEquals("charging"u8))
            {
                charging = JsonValue.Bool(ref reader);
            }
            else if (reader.ValueTextEquals("disk"u8))
            {
                ReadDisk(ref reader, ref free, ref total);
            }
            else if (reader.ValueTextEquals("diskFree"u8))
            {
                free = JsonValue.Whole(ref reader, 0, MaxBytes);
            }
            else if (reader.ValueTextEquals("diskTotal"u8))
            {
                total = JsonValue.Whole(ref reader, 0, MaxBytes);
            }
            else if (reader.ValueTextEquals("rssi"u8))
            {
                dbm = (int?)JsonValue.Whole(ref reader, -200, 0);
            }
            else if (reader.ValueTextEquals("bars"u8))
            {
                bars = (int?)JsonValue.Whole(ref reader, 0, 5);
            }
            else if (reader.ValueTextEquals("temp"u8))
            {
                temperature = JsonValue.Number(ref reader, -100, 200);
            }
            else if (reader.ValueTextEquals("recording"u8))
            {
                recording = JsonValue.Bool(ref reader);
            }
            else
            {
                JsonValue.Skip(ref reader);
            }
        }
        message = common.Fill(new BodyWornHealth(context.ReceivedAt, battery, charging, free, total, dbm, bars, temperature, recording));
        return PayloadVerdict.Read;
    }

    private static void ReadDisk(ref Utf8JsonReader reader, ref long? free, ref long? total)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("free"u8))
            {
                free = JsonValue.Whole(ref reader, 0, MaxBytes);
            }
            else if (reader.ValueTextEquals("total"u8))
            {
                total = JsonValue.Whole(ref reader, 0, MaxBytes);
            }
            else
            {
                JsonValue.Skip(ref reader);
            }
        }
    }
}
