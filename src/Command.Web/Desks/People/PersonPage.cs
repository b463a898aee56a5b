using System.Collections.Immutable;

namespace Command.Web.Desks.People;

/// <summary>Some of the people, by name.</summary>
/// <param name="People">One page.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record PersonPage(ImmutableArray<Person> People, string? Next);
