using System.Collections.Immutable;

namespace Command.Silo.Recorders;

/// <summary>Points that wait to be written.</summary>
/// <param name="Kept">Completes when they are stored; null when nobody waits.</param>
internal readonly record struct TrackEntry(ImmutableArray<PositionRow> Rows, TaskCompletionSource? Kept);
