using System.Diagnostics.CodeAnalysis;

namespace Command.Contracts.Streams;

/// <summary>
/// The validated name of one live stream: <c>camera/{id}/{main|sub}</c>, <c>recorder/{id}/live</c> and so on.
/// Two or three segments of 1 to 64 characters from <c>a-z 0-9 - _</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("command.StreamPath")]
public readonly record struct StreamPath
{
    private StreamPath(string value) => Value = value;

    /// <summary>The whole name.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>First segment: camera, recorder, room, booth or playback.</summary>
    public string Kind => Value[..Value.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Second segment: the id of the device or room.</summary>
    public string DeviceId => Value.Split('/')[1];

    /// <summary>Third segment, for example main; empty when there is none.</summary>
    public string Part => Value.Split('/') is [_, _, var part] ? part : "";

    /// <summary>The stream <paramref name="profile"/> (main or sub) of a camera.</summary>
    public static StreamPath OfCamera(string cameraId, string profile) => new($"camera/{cameraId}/{profile}");

    /// <summary>The live stream of a body-worn recorder.</summary>
    public static StreamPath OfRecorder(string recorderId) => new($"recorder/{recorderId}/live");

    /// <summary>Reads a name; false for anything that is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamPath path)
    {
        path = default;
        if (text is null || text.Length > 200 || text.Split('/') is not { Length: 2 or 3 } segments)
        {
            return false;
        }
        if (!segments.All(static segment => segment.Length is > 0 and <= 64 && segment.All(IsAllowed)))
        {
            return false;
        }
        path = new StreamPath(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsAllowed(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';
}
