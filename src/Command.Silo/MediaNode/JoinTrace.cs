using System.Diagnostics;

namespace Command.Silo.MediaNode;

/// <summary>One trace per join: who waits where between the order and the first picture.</summary>
internal static class JoinTrace
{
    public const string SourceName = "Command";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a step; null while nobody traces.</summary>
    public static Activity? Begin(string step) => Source.StartActivity(step);

    /// <summary>Notes a step that is over: it began with the answer and took <paramref name="elapsed"/>.</summary>
    public static void Note(string step, ActivityContext join, DateTimeOffset begun, TimeSpan elapsed, string session)
    {
        using var activity = Source.StartActivity(step, ActivityKind.Internal, join, startTime: begun);
        activity?.SetTag("command.session", session).SetEndTime((begun + elapsed).UtcDateTime);
    }
}
