namespace Command.Devices.Tests.Rtsp;

/// <summary>An answer of a <see cref="ScriptedCamera"/>: status with reason, header lines and body.</summary>
internal sealed record ScriptedAnswer(string Status, params string[] Headers)
{
    public static ScriptedAnswer Nothing { get; } = new("") { Silent = true };

    /// <summary>The connection closes instead of an answer.</summary>
    public static ScriptedAnswer HangUp { get; } = new("") { HangsUp = true };

    public bool HangsUp { get; private init; }

    public string Body { get; init; } = string.Empty;

    public bool Silent { get; private init; }
}
