namespace Command.Silo.Accounts;

/// <summary>What an event tells of a session.</summary>
internal sealed record SessionFacts(string SessionId, string UserAgent, DateTimeOffset RefreshUntil);
