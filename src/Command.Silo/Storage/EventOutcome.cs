namespace Command.Silo.Storage;

/// <summary>What became of the order an event tells of.</summary>
internal static class EventOutcome
{
    public const string Done = "done";
    public const string Refused = "refused";
    public const string Failed = "failed";
}
