namespace Command.Web.Application.Accounts;

/// <summary>A password that the server made: shown this once.</summary>
internal sealed record NewPassword(string Password)
{
    /// <summary>Prints nothing: it is a secret.</summary>
    public override string ToString() => nameof(NewPassword);
}
