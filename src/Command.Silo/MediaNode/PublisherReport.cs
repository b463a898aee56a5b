using System.Collections.Immutable;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>What the media node tells a device's grain about a session that publishes one of its streams.</summary>
/// <param name="SessionId">Public id of the session.</param>
/// <param name="Part">Third segment of the stream's name, for example live.</param>
/// <param name="At">When the state began, or when the numbers were read.</param>
/// <param name="Reason">Why it ended, kebab-case; null before.</param>
/// <param name="Tracks">What was agreed upon.</param>
/// <param name="BitsPerSecond">Media received.</param>
/// <param name="FractionLost">0 to 1, before repair.</param>
/// <param name="RoundTrip">Null while unknown.</param>
/// <param name="ActorId">Who publishes: an account, or the device itself.</param>
/// <param name="ActorName">The name to show.</param>
[GenerateSerializer, Immutable, Alias("command.PublisherReport")]
internal sealed record PublisherReport(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string Part,
    [property: Id(2)] PublisherState State,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string? Reason,
    [property: Id(5)] ImmutableArray<TrackInfo> Tracks,
    [property: Id(6)] long BitsPerSecond,
    [property: Id(7)] double FractionLost,
    [property: Id(8)] TimeSpan? RoundTrip,
    [property: Id(9)] string ActorId,
    [property: Id(10)] string ActorName
);
