namespace Command.Silo.Keys;

/// <summary>One ring entry as stored.</summary>
internal sealed record KeyRingEntry(string Name, string Wrapped);
