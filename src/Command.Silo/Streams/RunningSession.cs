using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Streams;

/// <summary>One running viewing or publishing.</summary>
/// <param name="Actor">Whose it is, and for what purpose.</param>
/// <param name="Hold">What is held for it while it runs: the demand on the stream, or the claim to send it.</param>
/// <param name="UnitId">Unit of the device: the scope of the right.</param>
/// <param name="ETag">Names the ICE generation.</param>
/// <param name="Begun">When the answer was given.</param>
internal sealed record RunningSession(CommandContext Actor, IDisposable Hold, string UnitId, string ETag, DateTimeOffset Begun)
{
    /// <summary>The right as it was found last.</summary>
    public required AuthorityDecision Decision { get; init; }

    /// <summary>When it ends by itself as far as is known: the shift, the grant or the time to look is over.</summary>
    public DateTimeOffset? EndsAt =>
        (Decision.Until, Begun + Decision.Limits.ViewTime) switch
        {
            ({ } until, { } viewed) => until < viewed ? until : viewed,
            var (until, viewed) => until ?? viewed,
        };
}
