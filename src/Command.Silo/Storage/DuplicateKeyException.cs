namespace Command.Silo.Storage;

/// <summary>Carries a unique index's refusal out of a transaction; callers of the store see <see cref="SaveResult.DuplicateKey"/>.</summary>
internal sealed class DuplicateKeyException(string constraint) : Exception("A unique index refused the row.")
{
    public string Constraint { get; } = constraint;
}
