namespace Command.Contracts.Common;

/// <summary>Done, or refused with a reason.</summary>
/// <param name="Refusal">Null when the order was carried out and is on the record.</param>
[GenerateSerializer, Immutable, Alias("command.CommandResult")]
public sealed record CommandResult([property: Id(0)] Refusal? Refusal)
{
    /// <summary>The order was carried out.</summary>
    public static readonly CommandResult Done = new((Refusal?)null);

    /// <summary>True when the order was carried out.</summary>
    public bool Accepted => Refusal is null;

    /// <summary>The order was refused.</summary>
    public static CommandResult Refused(Refusal refusal) => new(refusal);
}
