namespace Command.Contracts.Authority;

/// <summary>The right that a grain method asks for before it does anything. A test fails on a method with a caller but without a declaration.</summary>
/// <param name="right">One of <see cref="Rights"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute(string right) : Attribute
{
    /// <summary>One of <see cref="Rights"/>.</summary>
    public string Right { get; } = right;
}
