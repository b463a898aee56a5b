namespace Command.Contracts.Signals;

/// <summary>Which signals to list, newest first.</summary>
/// <param name="OpenOnly">New, Offered and Acknowledged ones.</param>
/// <param name="After">From the page before; null for the first.</param>
/// <param name="Take">1 to 200.</param>
[GenerateSerializer, Immutable, Alias("command.SignalQuery")]
public sealed record SignalQuery(
    [property: Id(0)] bool OpenOnly,
    [property: Id(1)] SignalColour? Colour,
    [property: Id(2)] string? SubjectId,
    [property: Id(3)] string? After,
    [property: Id(4)] int Take
);
