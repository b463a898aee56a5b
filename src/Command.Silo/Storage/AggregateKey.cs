namespace Command.Silo.Storage;

/// <summary>Names one aggregate. The kind is also the Orleans grain type of its grain, so that deadlines find it.</summary>
internal readonly record struct AggregateKey(string Kind, string Id)
{
    public override string ToString() => $"{Kind}/{Id}";
}
