namespace Command.Silo.MediaNode;

/// <summary>Why a viewing or a publishing ended, in stable kebab-case.</summary>
internal static class SessionReasons
{
    public const string SourceClosed = "source-closed";
    public const string RightEnded = "right-ended";

    /// <summary>The right was bound to a shift, which is over.</summary>
    public const string ShiftOver = "shift-over";

    /// <summary>The right allows looking for so long and no longer.</summary>
    public const string ViewTimeOver = "view-time-over";
    public const string SignedOut = "signed-out";
    public const string ServerStopping = "server-stopping";

    /// <summary>The same publisher began a new session.</summary>
    public const string TakenOver = "taken-over";

    /// <summary>Drivers close their streams with a sentence for people; to a session that is all one.</summary>
    public static string Normalise(string reason) =>
        reason.Length is > 0 and <= 64 && reason.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? reason
            : SourceClosed;
}
