namespace Command.Contracts.Authority;

/// <summary>"May they?", asked about one thing.</summary>
/// <param name="Right">One of <see cref="Rights"/>.</param>
/// <param name="Kind">Kind of the object: camera, recorder, signal, unit, account …</param>
/// <param name="Id">The object; null for all of its kind.</param>
[GenerateSerializer, Immutable, Alias("command.AccessQuestion")]
public sealed record AccessQuestion([property: Id(0)] string Right, [property: Id(1)] string Kind, [property: Id(2)] string? Id);
