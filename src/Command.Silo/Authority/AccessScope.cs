namespace Command.Silo.Authority;

/// <summary>What a right is asked for: one object and the unit it belongs to.</summary>
/// <param name="Kind">Kind of the object, such as <c>camera</c>.</param>
/// <param name="Id">The object; <c>null</c> for all of its kind.</param>
/// <param name="UnitId">Unit of the object; <c>null</c> for what belongs to the whole site.</param>
internal readonly record struct AccessScope(string Kind, string? Id, string? UnitId);
