namespace Command.Web.Desks.People;

/// <summary>A password that is told once and must be changed at the next sign-in.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Password">The secret.</param>
public sealed record OneTimePassword(Person Person, string Password)
{
    /// <summary>Prints the name only: the password is a secret.</summary>
    public override string ToString() => $"OneTimePassword {{ {Person.UserName} }}";
}
