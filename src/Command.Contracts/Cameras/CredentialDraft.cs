namespace Command.Contracts.Cameras;

/// <summary>User name and password of a device on their way in; they never come back out.</summary>
[GenerateSerializer, Immutable, Alias("command.CredentialDraft")]
public sealed record CredentialDraft([property: Id(0)] string UserName, [property: Id(1)] string Password)
{
    /// <summary>Prints the user name only: a credential must not reach a log by accident.</summary>
    public override string ToString() => $"CredentialDraft {{ UserName = {UserName} }}";
}
