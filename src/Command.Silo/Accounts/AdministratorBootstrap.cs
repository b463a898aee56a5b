using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Command.Contracts.Accounts;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Accounts;

/// <summary>
/// Gives a site its three administrators (三员分立) once the silo takes calls, as long as there is no security administrator. It is the installer's
/// act, on the record as one event. Interrupted, it is completed at the next start: what makes it over, the security administrator's role, comes last.
/// </summary>
internal sealed partial class AdministratorBootstrap(
    IGrainFactory grains,
    IAggregateStore store,
    IDbContextFactory<CommandDbContext> contexts,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<AdministratorBootstrap> logger
) : IHostedLifecycleService
{
    /// <summary>The single account that versions before made.</summary>
    private const string FormerAdministrator = "ADMIN";

    private const int MinimumPassword = 12;
    private const int GeneratedPassword = 20;

    // Without the characters that people read wrongly from a screen.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly AggregateSchema<BootstrapState> Schema = new(AccountJsonContext.Default.BootstrapState);

    private static readonly ImmutableArray<Administrator> Administrators =
    [
        new("system", RoleCatalogue.SystemAdministrator, "COMMAND_SYSTEM_PASSWORD"),
        new("audit", RoleCatalogue.Auditor, "COMMAND_AUDIT_PASSWORD"),
        new("security", RoleCatalogue.SecurityAdministrator, "COMMAND_SECURITY_PASSWORD"),
    ];

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var administrator in Administrators)
        {
            if (configuration[administrator.Variable] is { Length: > 0 and < MinimumPassword } given)
            {
                throw new InvalidOperationException(
                    $"{administrator.Variable} has {given.Length} characters; at least {MinimumPassword} are expected."
                );
            }
        }
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<RoleGrantRow>().AnyAsync(row => row.Role == RoleCatalogue.SecurityAdministrator, cancellationToken))
        {
            return;
        }
        var installer = CommandContext.System(Guid.NewGuid().ToString("n"));
        var ids = ImmutableArray.CreateBuilder<string>();
        foreach (var administrator in Administrators)
        {
            ids.Add(await EnsureAccountAsync(installer, administrator, cancellationToken));
        }
        var disabled = await DisableFormerAsync(installer, cancellationToken);
        await RecordAsync(installer, new BootstrapState(ids.ToImmutable(), disabled), cancellationToken);
        foreach (var (administrator, id) in Administrators.Zip(ids))
        {
            await EnsureRoleAsync(installer, administrator, id, cancellationToken);
        }
        Log.Completed(logger);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> EnsureAccountAsync(
        CommandContext installer,
        Administrator administrator,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(Normalise(administrator.UserName), cancellationToken) is { } there)
        {
            return there;
        }
        var password = configuration[administrator.Variable];
        if (string.IsNullOrEmpty(password))
        {
            password = RandomNumberGenerator.GetString(Alphabet, GeneratedPassword);
            // On the console only, never in a log; and before the account exists, so that a kill in between locks nobody out.
            await Console.Out.WriteLineAsync(
                $"First start: the account '{administrator.UserName}' has the password {password} (shown once)".AsMemory(),
                cancellationToken
            );
        }
        var id = Ulid.New(time);
        var draft = new AccountRecord(
            id,
            administrator.UserName,
            Normalise(administrator.UserName),
            administrator.UserName,
            UnitId: null,
            PasswordHash: null,
            SecurityStamp: Guid.NewGuid().ToString("n"),
            AccessFailedCount: 0,
            LockoutEnd: null,
            TotpSecret: null,
            Disabled: false,
            Version: 0
        );
        var record = draft with { PasswordHash = new PasswordHasher<AccountRecord>().HashPassword(draft, password) };
        var saved = await grains.GetGrain<IAccountGrain>(id).SaveAsync(installer, record, cancellationToken);
        if (saved.Refusal is { Code: RefusalCode.Conflict })
        {
            Log.AnotherWasFirst(logger, administrator.UserName);
            return await FindAsync(Normalise(administrator.UserName), cancellationToken)
                ?? throw new InvalidOperationException($"The account {administrator.UserName} is there and cannot be found.");
        }
        return saved.Refusal is { } refusal
            ? throw new InvalidOperationException($"The account {administrator.UserName} could not be made: {refusal.Detail}")
            : id;
    }

    private async Task EnsureRoleAsync(
        CommandContext installer,
        Administrator administrator,
        string accountId,
        CancellationToken cancellationToken
    )
    {
        var draft = new RoleGrantDraft(administrator.Role, null, [], null, null, "First start");
        var granted = await grains.GetGrain<IAccessGrain>(accountId).GrantAsync(installer, draft, cancellationToken);
        if (granted.Refusal is { Reason: not "role-held" } refusal)
        {
            throw new InvalidOperationException($"{administrator.UserName} could not be made {administrator.Role}: {refusal.Detail}");
        }
    }

    /// <summary>The one account of versions before held every right there was: nobody may go on using it.</summary>
    private async Task<ImmutableArray<string>> DisableFormerAsync(CommandContext installer, CancellationToken cancellationToken)
    {
        if (await FindAsync(FormerAdministrator, cancellationToken) is not { } id)
        {
            return [];
        }
        var account = grains.GetGrain<IAccountGrain>(id);
        if (await account.DescribeAsync(cancellationToken) is { Disabled: false } former)
        {
            await account.SaveAsync(installer, former with { Disabled = true }, cancellationToken);
        }
        return [id];
    }

    private async Task RecordAsync(CommandContext installer, BootstrapState state, CancellationToken cancellationToken)
    {
        var session = new AggregateSession<BootstrapState>(store, new AggregateKey("authority", "site"), Schema);
        await session.LoadAsync(cancellationToken);
        if (session.State is not null)
        {
            return; // a start before this one was interrupted after it
        }
        var bootstrapped = new EventDraft("authority.bootstrapped", installer)
        {
            Cause = "installer",
            After = JsonSerializer.Serialize(state, AccountJsonContext.Default.BootstrapState),
        };
        await session.SaveAsync(state, new AggregateChanges { Events = [bootstrapped] }, cancellationToken);
    }

    private Task<string?> FindAsync(string normalizedName, CancellationToken cancellationToken) =>
        grains.GetGrain<IAccountDirectoryGrain>("site").FindIdByNameAsync(normalizedName, cancellationToken);

    private static string Normalise(string name) => new UpperInvariantLookupNormalizer().NormalizeName(name);

    private sealed record Administrator(string UserName, string Role, string Variable);

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "AdministratorsMade",
            Level = LogLevel.Information,
            Message = "The site has its administrators: system, security, audit"
        )]
        public static partial void Completed(ILogger logger);

        [LoggerMessage(
            EventName = "AdministratorMadeElsewhere",
            Level = LogLevel.Warning,
            Message = "Another node made the account {UserName} a moment earlier; the password shown there is the one that counts"
        )]
        public static partial void AnotherWasFirst(ILogger logger, string userName);
    }
}
