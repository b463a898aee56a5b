using Orleans.Concurrency;

namespace Command.Contracts.Accounts;

/// <summary>Finds accounts; stateless worker, key <c>site</c>.</summary>
[Alias("command.IAccountDirectoryGrain")]
public interface IAccountDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Id of the account with this normalised name, or null.</summary>
    [Alias("FindIdByName"), ReadOnly]
    Task<string?> FindIdByNameAsync(string normalizedUserName, CancellationToken cancellationToken);
}
