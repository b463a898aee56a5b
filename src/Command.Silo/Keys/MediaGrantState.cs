namespace Command.Silo.Keys;

/// <summary>The key that signs media grants, wrapped.</summary>
internal sealed record MediaGrantState(string Wrapped);
