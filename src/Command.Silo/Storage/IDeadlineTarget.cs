namespace Command.Silo.Storage;

/// <summary>
/// A grain that has deadlines. Its grain class carries <c>[GrainType(kind)]</c> with the kind of its aggregate. Woken at least once per
/// deadline; a deadline that the grain's own command has not cleared or moved is offered again when its lease ends.
/// </summary>
[Alias("command.IDeadlineTarget")]
internal interface IDeadlineTarget : IGrainWithStringKey
{
    /// <summary>The named deadline has passed.</summary>
    [Alias("DeadlineDue")]
    Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken);
}
