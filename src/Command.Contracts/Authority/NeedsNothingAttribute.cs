namespace Command.Contracts.Authority;

/// <summary>A grain method that takes a caller and asks for no right, and why that is right.</summary>
/// <param name="why">One sentence, for example "Everybody may end their own session.".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsNothingAttribute(string why) : Attribute
{
    /// <summary>The reason.</summary>
    public string Why { get; } = why;
}
