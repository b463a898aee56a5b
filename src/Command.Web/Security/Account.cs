using Command.Contracts.Accounts;

namespace Command.Web.Security;

/// <summary>The mutable shape in which Identity's managers want an account.</summary>
internal sealed class Account(AccountRecord record)
{
    /// <summary>What is or will be on the record.</summary>
    public AccountRecord Record { get; set; } = record;
}
