using Command.Contracts.Common;

namespace Command.Silo.Common;

/// <summary>Rules about fields that several nouns share; each answers null or what is wrong.</summary>
internal static class FieldRules
{
    public const int MaxNameLength = 80;
    public const int MaxCodeLength = 32;
    public const int MaxAddressLength = 200;

    /// <summary>Trimmed; an absent name becomes empty, which <see cref="CheckName"/> refuses.</summary>
    public static string Normalise(string? text) => text?.Trim() ?? "";

    /// <summary>Trimmed; blank becomes null.</summary>
    public static string? NormaliseOptional(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static Refusal? CheckName(string name) =>
        name.Length switch
        {
            0 => Refusal.InvalidField("name", "name-required", "A name of 1 to 80 characters is required."),
            > MaxNameLength => TooLong("name", "name-too-long", name.Length, MaxNameLength),
            _ => CheckCharacters("name", name),
        };

    public static Refusal? CheckCode(string? code) =>
        code is { Length: > MaxCodeLength } ? TooLong("code", "code-too-long", code.Length, MaxCodeLength) : CheckCharacters("code", code);

    /// <summary>Text that people read or that devices get holds no character that breaks a line or turns the reading direction around.</summary>
    public static Refusal? CheckCharacters(string field, string? text) =>
        text is not null && text.Any(c => char.IsControl(c) || IsDirectionOverride(c))
            ? Refusal.InvalidField(field, "control-character", $"{field} holds a control character.", field)
            : null;

    public static Refusal? CheckPlace(Place? place)
    {
        if (place is null)
        {
            return null;
        }
        if (place.Address is { Length: > MaxAddressLength } address)
        {
            return TooLong("place.address", "place-too-long", address.Length, MaxAddressLength);
        }
        return CheckCharacters("place.address", place.Address)
            ?? CheckDegrees("place.latitudeDegrees", "latitude-out-of-range", place.LatitudeDegrees, 90)
            ?? CheckDegrees("place.longitudeDegrees", "longitude-out-of-range", place.LongitudeDegrees, 180)
            ?? CheckPair(place);
    }

    public static Refusal TooLong(string field, string reason, int length, int limit) =>
        Refusal.InvalidField(field, reason, $"{field} has {length} characters; {limit} is the limit.", $"{limit}");

    private static Refusal? CheckDegrees(string field, string reason, double? degrees, int limit) =>
        degrees is { } value && !(Math.Abs(value) <= limit)
            ? Refusal.InvalidField(field, reason, $"{field} is {value}; it must lie between −{limit} and {limit}.", $"{value}", $"{limit}")
            : null;

    // Embeddings, overrides and isolates of Unicode Bidi (UAX 9 §2): with them one name can be made to look like another.
    private static bool IsDirectionOverride(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static Refusal? CheckPair(Place place) =>
        place.LatitudeDegrees is null == place.LongitudeDegrees is null
            ? null
            : Refusal.InvalidField("place", "position-incomplete", "Latitude and longitude belong together; one of them is missing.");
}
