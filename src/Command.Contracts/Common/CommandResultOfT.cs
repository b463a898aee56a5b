namespace Command.Contracts.Common;

/// <summary>A value, or a refusal with a reason.</summary>
/// <typeparam name="T">What an accepted order answers with.</typeparam>
/// <param name="Value">Set exactly when <paramref name="Refusal"/> is null.</param>
/// <param name="Refusal">Null when the order was carried out.</param>
[GenerateSerializer, Immutable, Alias("command.CommandResult`1")]
public sealed record CommandResult<T>([property: Id(0)] T? Value, [property: Id(1)] Refusal? Refusal)
    where T : class
{
    /// <summary>The refused form.</summary>
    public static implicit operator CommandResult<T>(Refusal refusal) => new(null, refusal);

    /// <summary>The accepted form.</summary>
    public static implicit operator CommandResult<T>(T value) => new(value, null);
}
