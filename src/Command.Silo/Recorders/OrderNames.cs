using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Common;

namespace Command.Silo.Recorders;

/// <summary>The orders there are, and what each may say.</summary>
internal static class OrderNames
{
    public const string StreamStart = "stream.start";
    public const string StreamStop = "stream.stop";
    public const string TimeSync = "time.sync";

    /// <summary>Given by the server alone, when a person answers the signal.</summary>
    public const string SosAck = "sos.ack";

    public const string NoArguments = "{}";
    public const int DefaultSeconds = 60;

    private const int MaxArgumentBytes = 2048;
    private const int MaxTextLength = 200;
    private const int MaxPeriodSeconds = 300;

    private static readonly ImmutableArray<string> Plain =
    [
        StreamStart,
        StreamStop,
        "record.start",
        "record.stop",
        "photo",
        "beep",
        TimeSync,
        "reboot",
    ];

    /// <summary>Null, or what is wrong with an order as a person gives it.</summary>
    public static Refusal? Check(RecorderCommandDraft draft) =>
        draft.ValidSeconds is < 5 or > 86_400
            ? Refusal.InvalidField(
                "validSeconds",
                "order-validity",
                $"validSeconds is {draft.ValidSeconds}; 5 to 86400 are possible.",
                $"{draft.ValidSeconds}"
            )
            : CheckArguments(draft.Name ?? "", draft.Arguments);

    private static Refusal? CheckArguments(string name, string? arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            arguments = NoArguments;
        }
        if (Encoding.UTF8.GetByteCount(arguments) > MaxArgumentBytes)
        {
            return Refusal.InvalidField("arguments", "order-arguments-too-long", $"Arguments have at most {MaxArgumentBytes} bytes.");
        }
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? CheckArguments(name, json.RootElement)
                : Malformed(name, "an object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is how JsonElement says that an escape stands for half a character.
            return Malformed(name, "a JSON object");
        }
    }

    private static Refusal? CheckArguments(string name, JsonElement arguments) =>
        name switch
        {
            "light" => Only(arguments, "on") is { ValueKind: JsonValueKind.True or JsonValueKind.False }
                ? null
                : Malformed(name, "{\"on\": true} or {\"on\": false}"),
            "message.show" => CheckText(name, Only(arguments, "text")),
            "locate.rate" => Only(arguments, "seconds") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt32(out var seconds)
            && seconds is >= 1 and <= MaxPeriodSeconds
                ? null
                : Malformed(name, "{\"seconds\": 1 to 300}"),
            _ when !Plain.Contains(name) => Refusal.InvalidField(
                "name",
                "order-unknown",
                $"There is no order of this name for people: {ConfinedName(name)}.",
                ConfinedName(name)
            ),
            _ => arguments.EnumerateObject().Any() ? Malformed(name, "none") : null,
        };

    private static Refusal? CheckText(string name, JsonElement? text) =>
        text is { ValueKind: JsonValueKind.String } given && given.GetString() is { Length: > 0 and <= MaxTextLength } words
            ? FieldRules.CheckCharacters("arguments.text", words)
            : Malformed(name, $"{{\"text\": 1 to {MaxTextLength} characters}}");

    private static JsonElement? Only(JsonElement arguments, string member) =>
        arguments.EnumerateObject().Count() == 1 && arguments.TryGetProperty(member, out var value) ? value : null;

    private static Refusal Malformed(string name, string expected) =>
        Refusal.InvalidField("arguments", "order-arguments", $"The arguments of {name} have to be {expected}.", name, expected);

    private static string ConfinedName(string name) => name.Length <= 32 ? name : name[..32];
}
