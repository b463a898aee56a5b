using System.Text;
using System.Text.Json;

namespace Command.Devices.Mqtt;

/// <summary>
/// Reads the value after a property name. A value of another type or out of range is null: of an optional field nothing is lost, and of a needed
/// one the caller sees that it is missing. Each call leaves the reader at the last token of the value.
/// </summary>
internal static class JsonValue
{
    private static readonly long EarliestTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly long LatestTime = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>true or false.</summary>
    public static bool? Bool(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Text, or a number as its digits (devices send ids both ways); cleaned, at most so many characters. Null when nothing is left.</summary>
    public static string? Text(ref Utf8JsonReader reader, int most)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return BoundedText.Clean(Encoding.ASCII.GetString(reader.ValueSpan), most);
        }
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }
        var text = BoundedText.Clean(reader.GetString(), most);
        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number within bounds.</summary>
    public static long? Whole(ref Utf8JsonReader reader, long least, long most)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return null;
        }
        if (!reader.TryGetInt64(out var value))
        {
            // 87.0 and 1e3 are whole too; what a double cannot hold exactly is out of every range here.
            if (!reader.TryGetDouble(out var number) || Math.Abs(number) > 9e15)
            {
                return null;
            }
            value = (long)Math.Round(number);
        }
        return value >= least && value <= most ? value : null;
    }

    /// <summary>A finite number within bounds.</summary>
    public static double? Number(ref Utf8JsonReader reader, double least, double most)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return null;
        }
        return reader.TryGetDouble(out var value) && double.IsFinite(value) && value >= least && value <= most ? value : null;
    }

    /// <summary>Unix milliseconds of this century.</summary>
    public static DateTimeOffset? Time(ref Utf8JsonReader reader) =>
        Whole(ref reader, EarliestTime, LatestTime) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>A value of any kind that nobody wants.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Texts of an array, each bounded; what is not text is left out.</summary>
    public static List<string> Texts(ref Utf8JsonReader reader, int mostItems, int mostLength)
    {
        var texts = new List<string>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return texts;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && texts.Count < mostItems)
            {
                var text = BoundedText.Clean(reader.GetString(), mostLength);
                if (text.Length > 0)
                {
                    texts.Add(text);
                }
            }
            else
            {
                reader.Skip();
            }
        }
        return texts;
    }
}
