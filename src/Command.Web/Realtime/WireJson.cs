using System.Text.Json;
using System.Text.Json.Serialization;
using Command.Contracts.Streams;

namespace Command.Web.Realtime;

/// <summary>How values look to browsers and programs: camelCase, kebab-case enums, stream names as text.</summary>
internal static class WireJson
{
    /// <summary>The options of everything that leaves over HTTP.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Makes <paramref name="options"/> the wire's.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new StreamPathConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class StreamPathConverter : JsonConverter<StreamPath>
    {
        public override StreamPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && StreamPath.TryParse(reader.GetString(), out var path)
                ? path
                : throw new JsonException("Not a stream name.");

        public override void Write(Utf8JsonWriter writer, StreamPath value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
