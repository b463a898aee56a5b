namespace Command.Contracts.Streams;

/// <summary>Our half of a trickle exchange.</summary>
/// <param name="Fragment">SDP fragment, empty when there is nothing to tell (204).</param>
/// <param name="ETag">Names the ICE generation.</param>
[GenerateSerializer, Immutable, Alias("command.TrickleAnswer")]
public sealed record TrickleAnswer([property: Id(0)] string Fragment, [property: Id(1)] string ETag);
