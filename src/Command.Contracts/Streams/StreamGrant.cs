namespace Command.Contracts.Streams;

/// <summary>A single-use pass for one stream.</summary>
/// <param name="Token">43 characters; goes into <c>Authorization: Bearer</c>.</param>
/// <param name="Stream">Name of the stream.</param>
/// <param name="ExpiresAt">At most 60 s after it was made.</param>
[GenerateSerializer, Immutable, Alias("command.StreamGrant")]
public sealed record StreamGrant(
    [property: Id(0)] string Token,
    [property: Id(1)] string Stream,
    [property: Id(2)] StreamAction Action,
    [property: Id(3)] DateTimeOffset ExpiresAt
);
