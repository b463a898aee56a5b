namespace Command.Silo.Authority;

/// <summary>One thing a person may be allowed to do, such as <c>camera.view</c>; each noun names its own.</summary>
internal readonly record struct Right(string Name)
{
    public override string ToString() => Name;
}
