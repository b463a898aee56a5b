namespace Command.Silo.Storage;

/// <summary>Sets or, with <c>null</c>, clears one named deadline of the aggregate that is written.</summary>
internal sealed record DeadlineChange(string Name, DateTimeOffset? Due);
