using System.Collections.Immutable;
using Command.Contracts.Accounts;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Web.Application.Access;
using Command.Web.Application.Accounts;
using Command.Web.Desks.Access;

namespace Command.Web.Desks.People;

/// <summary>Accounts, with the roles their owners hold.</summary>
internal sealed class AccountPeople(AccountService accounts, AccessService access, OwnAccessReader own) : IPeople
{
    /// <summary>People of one page; the roles of each are asked for.</summary>
    private const int PageSize = 50;

    public async Task<CommandResult<PersonPage>> ListAsync(
        CommandContext context,
        string? text,
        string? after,
        CancellationToken cancellationToken
    )
    {
        var page = await accounts.ListAsync(context, text, after, PageSize, cancellationToken);
        // Who may see accounts need not be allowed to read roles, and a refusal for each of them would stand in the audit.
        var mayRead = await own.ReadAsync(context, cancellationToken) is { Rights: not null } held && held.May(Rights.RoleManage);
        var people = mayRead
            ? await Task.WhenAll(page.Accounts.Select(account => WithRolesAsync(context, account, cancellationToken)))
            : page.Accounts.Select(account => PersonOf(account, default));
        return new PersonPage([.. people], page.Next);
    }

    public async Task<CommandResult<Person>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Of(await accounts.DescribeAsync(context, id, cancellationToken));

    public async Task<CommandResult<OneTimePassword>> CreateAsync(
        CommandContext context,
        PersonDraft draft,
        CancellationToken cancellationToken
    )
    {
        var password = Security.PasswordPolicy.Generate();
        var made = await accounts.CreateAsync(context, draft.UserName, draft.Name, draft.UnitId, password, cancellationToken);
        return made.Value is { } account ? new OneTimePassword(PersonOf(account, []), password) : made.Refusal!; // a result without a value carries its refusal
    }

    public async Task<CommandResult<Person>> UpdateAsync(
        CommandContext context,
        string id,
        PersonDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        var present = await accounts.DescribeAsync(context, id, cancellationToken);
        return present.Value is { } account
            ? Of(
                await accounts.ChangeAsync(
                    context,
                    id,
                    new AccountChange(draft.Name, draft.UnitId, account.Disabled),
                    expectedVersion,
                    cancellationToken
                )
            )
            : present.Refusal!; // a result without a value carries its refusal
    }

    public async Task<CommandResult<Person>> SwitchAsync(
        CommandContext context,
        string id,
        bool disabled,
        CancellationToken cancellationToken
    )
    {
        var present = await accounts.DescribeAsync(context, id, cancellationToken);
        return present.Value is { } account
            ? Of(
                await accounts.ChangeAsync(
                    context,
                    id,
                    new AccountChange(account.DisplayName, account.UnitId, disabled),
                    account.Version,
                    cancellationToken
                )
            )
            : present.Refusal!; // a result without a value carries its refusal
    }

    public async Task<CommandResult<OneTimePassword>> ResetPasswordAsync(
        CommandContext context,
        string id,
        CancellationToken cancellationToken
    )
    {
        var present = await accounts.DescribeAsync(context, id, cancellationToken);
        if (present.Value is not { } account)
        {
            return present.Refusal!; // a result without a value carries its refusal
        }
        var reset = await accounts.ResetPasswordAsync(context, id, cancellationToken);
        return reset.Value is { } made ? new OneTimePassword(PersonOf(account, default), made.Password) : reset.Refusal!; // as above
    }

    public async Task<ImmutableArray<PersonSession>> SessionsAsync(
        CommandContext context,
        string id,
        CancellationToken cancellationToken
    ) =>
        (await accounts.SessionsAsync(context, id, cancellationToken)).Value is { } list
            ?
            [
                .. list.Sessions.Select(session => new PersonSession(
                    session.Id,
                    session.UserAgent,
                    session.ClientAddress,
                    session.Since,
                    session.IsThis
                )),
            ]
            : [];

    public Task<CommandResult> EndSessionsAsync(
        CommandContext context,
        string id,
        string? sessionId,
        CancellationToken cancellationToken
    ) => accounts.EndSessionsAsync(context, id, sessionId, cancellationToken);

    private async Task<Person> WithRolesAsync(CommandContext context, AccountSummary account, CancellationToken cancellationToken)
    {
        var report = await access.ReportAsync(context, account.Id, cancellationToken);
        return PersonOf(account, report.Value is { } held ? [.. held.Roles.Select(grant => grant.Role).Distinct()] : default);
    }

    private static CommandResult<Person> Of(CommandResult<AccountSummary> result) =>
        result.Value is { } account ? PersonOf(account, default) : result.Refusal!; // a result without a value carries its refusal

    private static Person PersonOf(AccountSummary account, ImmutableArray<string> roles) =>
        new(
            account.Id,
            account.UserName,
            account.DisplayName,
            account.UnitId,
            account.Disabled,
            account.LockedUntil,
            roles,
            account.Version
        );
}
