namespace Command.Contracts.Common;

/// <summary>Who asks for what, and why: travels with every command of a person to a grain and into the event it causes.</summary>
/// <param name="ActorId">
/// Account id (lower-case ULID), a device that acts for itself (<c>recorder/{id}</c>), an API client (<c>client/{id}</c>), or <see cref="SystemActor"/> when the server itself acts.
/// </param>
/// <param name="ActorName">The name to show beside the act.</param>
/// <param name="UnitId">The unit the actor acts for; null while nobody has been placed in a unit.</param>
/// <param name="Purpose">Reason or case number, where policy asks for one.</param>
/// <param name="CorrelationId">One id for everything that one request caused (W3C trace id where there is one).</param>
/// <param name="ClientAddress">Address the request came from; null for acts of the server.</param>
/// <param name="SessionId">The sign-in session the act belongs to; null for acts of the server.</param>
[GenerateSerializer, Immutable, Alias("command.CommandContext")]
public sealed record CommandContext(
    [property: Id(0)] string ActorId,
    [property: Id(1)] string ActorName,
    [property: Id(2)] string? UnitId,
    [property: Id(3)] string? Purpose,
    [property: Id(4)] string CorrelationId,
    [property: Id(5)] string? ClientAddress,
    [property: Id(6)] string? SessionId
)
{
    /// <summary>Actor id of the server itself.</summary>
    public const string SystemActor = "system";

    /// <summary>First segment of the actor id of an API client: <c>client/{id}</c>.</summary>
    public const string ClientKind = "client";

    /// <summary>A context for an act of a device that has signed in with its own key.</summary>
    /// <param name="kind">First segment of its streams' names, for example recorder.</param>
    /// <param name="id">Its id.</param>
    /// <param name="correlationId">One id for everything the request causes.</param>
    /// <param name="clientAddress">Where it came from.</param>
    public static CommandContext Device(string kind, string id, string correlationId, string? clientAddress) =>
        new($"{kind}/{id}", $"{kind}/{id}", null, null, correlationId, clientAddress, null);

    /// <summary>A context for an act of the server itself.</summary>
    public static CommandContext System(string correlationId) => new(SystemActor, SystemActor, null, null, correlationId, null, null);
}
