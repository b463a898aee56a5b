namespace Command.Web.Security;

/// <summary>Who asks, by which session. Travels in cookies and access tokens, always protected.</summary>
internal sealed record SessionIdentity(
    string AccountId,
    string SessionId,
    string UserName,
    string DisplayName,
    string? UnitId,
    string? ClientAddress
);
