namespace Command.Silo.Signals;

/// <summary>The cause of a source's signals is over.</summary>
/// <param name="Why">Kebab-case.</param>
internal sealed record SignalEnd(string Source, string SubjectId, string Why, DateTimeOffset At);
