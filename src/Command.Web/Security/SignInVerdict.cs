namespace Command.Web.Security;

/// <summary>How a sign-in ended.</summary>
internal enum SignInVerdict
{
    Accepted,

    /// <summary>Unknown name or wrong password: nobody is told which.</summary>
    Refused,
    LockedOut,
    Disabled,
}
