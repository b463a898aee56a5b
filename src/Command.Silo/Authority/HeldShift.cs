namespace Command.Silo.Authority;

/// <summary>Somebody's shift. Shape as <see cref="Contracts.Duty.Shift"/>.</summary>
internal sealed record HeldShift(string AccountId, string Role, string? UnitId, DateTimeOffset From, DateTimeOffset Until);
