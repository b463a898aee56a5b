namespace Command.Silo.Storage;

/// <summary>One deadline this node has leased.</summary>
internal sealed record DueDeadline(AggregateKey Key, string Name, long DueUs);
