using System.Collections.Immutable;

namespace Command.Silo.Keys;

/// <summary>The Data Protection ring of the site as stored.</summary>
internal sealed record KeyRingState(ImmutableArray<KeyRingEntry> Entries);
