using System.Collections.Immutable;

namespace Command.Contracts.Common;

/// <summary>A refused order: what was wrong and what is expected.</summary>
/// <param name="Code">The class of refusal.</param>
/// <param name="Reason">Stable kebab-case key, for example <c>name-required</c>; texts for people are found by it.</param>
/// <param name="Detail">English sentence with the value and what is expected; never a secret, never a stack trace.</param>
/// <param name="Arguments">Values for the localised text, in order.</param>
/// <param name="Field">The field of the request that is at fault, where there is one.</param>
[GenerateSerializer, Immutable, Alias("command.Refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalCode Code,
    [property: Id(1)] string Reason,
    [property: Id(2)] string Detail,
    [property: Id(3)] ImmutableArray<string> Arguments,
    [property: Id(4)] string? Field
)
{
    /// <summary>A refusal without arguments or field.</summary>
    public static Refusal Of(RefusalCode code, string reason, string detail) => new(code, reason, detail, [], null);

    /// <summary>A bad value in one field.</summary>
    public static Refusal InvalidField(string field, string reason, string detail, params ReadOnlySpan<string> arguments) =>
        new(RefusalCode.Invalid, reason, detail, [.. arguments], field);
}
