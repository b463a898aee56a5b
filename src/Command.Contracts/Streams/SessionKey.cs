using System.Buffers.Text;
using System.Text;

namespace Command.Contracts.Streams;

/// <summary>
/// Names one session of one stream. The grain key is <c>{stream}|{session}</c>; the public id is <c>{session}.{base64url(stream)}</c>,
/// so that any web node finds the grain without a table.
/// </summary>
[GenerateSerializer, Immutable, Alias("command.SessionKey")]
public readonly record struct SessionKey([property: Id(0)] StreamPath Stream, [property: Id(1)] string Session)
{
    /// <summary>First character of a publisher's session; a viewer's is a plain ULID, which never begins with it.</summary>
    public const char PublisherMark = 'p';

    /// <summary>A publisher (WHIP), not a viewer (WHEP).</summary>
    public bool IsPublisher => Session is [PublisherMark, ..];

    /// <summary>Key of the session grain.</summary>
    public string GrainKey => $"{Stream.Value}|{Session}";

    /// <summary>What stands in <c>/sessions/{id}</c>.</summary>
    public string PublicId => $"{Session}.{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Stream.Value))}";

    /// <summary>Reads a public id; false for anything that is not one.</summary>
    public static bool TryParsePublicId(string? text, out SessionKey key)
    {
        key = default;
        if (text is null || text.Length > 400 || text.Split('.') is not [{ Length: > 0 and <= 64 } session, var encoded])
        {
            return false;
        }
        if (!session.All(char.IsAsciiLetterOrDigit) || !Base64Url.IsValid(encoded))
        {
            return false;
        }
        if (!StreamPath.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(encoded)), out var stream))
        {
            return false;
        }
        key = new SessionKey(stream, session);
        return true;
    }

    /// <summary>Reads a grain key; false for anything that is not one.</summary>
    public static bool TryParseGrainKey(string text, out SessionKey key)
    {
        key = default;
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0 || !StreamPath.TryParse(text[..bar], out var stream))
        {
            return false;
        }
        key = new SessionKey(stream, text[(bar + 1)..]);
        return true;
    }
}
