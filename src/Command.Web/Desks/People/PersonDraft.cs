namespace Command.Web.Desks.People;

/// <summary>What an administrator states about a person.</summary>
public sealed record PersonDraft(string UserName, string Name, string? UnitId);
