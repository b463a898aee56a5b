using Command.Contracts.Authority;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Accounts;

/// <summary>Finds accounts; stateless worker, key <c>site</c>.</summary>
[Alias("command.IAccountDirectoryGrain")]
public interface IAccountDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Id of the account with this normalised name, or null.</summary>
    [Alias("FindIdByName"), ReadOnly]
    Task<string?> FindIdByNameAsync(string normalizedUserName, CancellationToken cancellationToken);

    /// <summary>Accounts the caller may see, by user name.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="text">In user or display name; null for all.</param>
    /// <param name="after">From the page before.</param>
    /// <param name="take">1 to 200.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("List"), ReadOnly, Needs(Rights.AccountSee)]
    Task<AccountPage> ListAsync(CommandContext context, string? text, string? after, int take, CancellationToken cancellationToken);
}
