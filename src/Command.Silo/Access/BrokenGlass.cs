namespace Command.Silo.Access;

/// <summary>A broken glass as stored.</summary>
/// <param name="SignalId">The red signal that tells of it, chosen when it was broken.</param>
/// <param name="SignalTold">The desk has it.</param>
internal sealed record BrokenGlass(string Reason, DateTimeOffset Since, DateTimeOffset Until, string SignalId, bool SignalTold);
