namespace Command.Silo.Authority;

/// <summary>The unit tree as far as scopes need it; the noun Units answers, which Authority may not know.</summary>
internal interface IUnitParents
{
    /// <summary>Parent of every unit; null for the top ones.</summary>
    Task<IReadOnlyDictionary<string, string?>> ReadAsync(CancellationToken cancellationToken);
}
