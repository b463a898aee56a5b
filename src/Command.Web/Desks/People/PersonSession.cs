namespace Command.Web.Desks.People;

/// <summary>A sign-in session of a person.</summary>
/// <param name="Id">Session id.</param>
/// <param name="Device">Browser or program, in its own words.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="Since">Signed in.</param>
/// <param name="IsThis">The session that asks.</param>
public sealed record PersonSession(string Id, string Device, string? Address, DateTimeOffset Since, bool IsThis);
