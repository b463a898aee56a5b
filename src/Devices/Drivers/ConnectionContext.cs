namespace Command.Devices.Drivers;

/// <summary>Both ends of a connection, so that a failure can be found in a capture.</summary>
public sealed record ConnectionContext(string Local, string Remote)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Local}->{Remote}";
}
