using Command.Contracts.Accounts;

namespace Command.Web.Security;

/// <summary>How a sign-in ended; session and ticket are set exactly when it was accepted.</summary>
internal sealed record SignInOutcome(SignInVerdict Verdict, SessionIdentity? Session, SessionTicket? Ticket, TimeSpan RetryAfter)
{
    public static SignInOutcome Refused { get; } = new(SignInVerdict.Refused, null, null, TimeSpan.Zero);
}
