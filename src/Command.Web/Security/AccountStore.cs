using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Microsoft.AspNetCore.Identity;

namespace Command.Web.Security;

/// <summary>Identity's store interfaces over <see cref="IAccountGrain"/>: Web never opens the database.</summary>
internal sealed class AccountStore(IGrainFactory grains, CommandContextFactory contexts, IdentityErrorDescriber errors)
    : IUserPasswordStore<Account>,
        IUserLockoutStore<Account>,
        IUserSecurityStampStore<Account>
{
    private const string Directory = "site";

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Ulid.IsValid(userId) && await grains.GetGrain<IAccountGrain>(userId).DescribeAsync(cancellationToken) is { } record
            ? new Account(record)
            : null;

    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        var directory = grains.GetGrain<IAccountDirectoryGrain>(Directory);
        var id = await directory.FindIdByNameAsync(normalizedUserName, cancellationToken);
        return id is null ? null : await FindByIdAsync(id, cancellationToken);
    }

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => UpdateAsync(user, cancellationToken);

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var context = contexts.ForAccount(user.Record);
        var saved = await grains.GetGrain<IAccountGrain>(user.Record.Id).SaveAsync(context, user.Record, cancellationToken);
        if (saved.Value is { } record)
        {
            user.Record = record;
            return IdentityResult.Success;
        }
        return saved.Refusal?.Code == RefusalCode.VersionConflict
            ? IdentityResult.Failed(errors.ConcurrencyFailure())
            : IdentityResult.Failed(
                new IdentityError { Code = saved.Refusal?.Reason ?? "refused", Description = saved.Refusal?.Detail ?? "" }
            );
    }

    /// <summary>Accounts are switched off, never removed: the audit names them.</summary>
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { Disabled = true };
        return UpdateAsync(user, cancellationToken);
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Record.Id);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Record.UserName);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        Change(user, user.Record with { UserName = userName ?? "" });

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Record.NormalizedUserName);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Change(user, user.Record with { NormalizedUserName = normalizedName ?? "" });

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) =>
        Change(user, user.Record with { PasswordHash = passwordHash });

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.PasswordHash is not null);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.LockoutEnd);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Change(user, user.Record with { LockoutEnd = lockoutEnd });

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { AccessFailedCount = user.Record.AccessFailedCount + 1 };
        return Task.FromResult(user.Record.AccessFailedCount);
    }

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Change(user, user.Record with { AccessFailedCount = 0 });

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Nobody is exempt from lock-out.</summary>
    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) =>
        Change(user, user.Record with { SecurityStamp = stamp });

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Record.SecurityStamp);

    public void Dispose() { }

    private static Task Change(Account user, AccountRecord record)
    {
        user.Record = record;
        return Task.CompletedTask;
    }
}
