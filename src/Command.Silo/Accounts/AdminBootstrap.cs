using System.Security.Cryptography;
using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Silo.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Accounts;

/// <summary>Makes the first account when there is none, once the silo takes calls.</summary>
internal sealed partial class AdminBootstrap(
    IGrainFactory grains,
    IDbContextFactory<CommandDbContext> contexts,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<AdminBootstrap> logger
) : IHostedLifecycleService
{
    /// <summary>Configuration key of the first account's password.</summary>
    public const string Variable = "COMMAND_ADMIN_PASSWORD";

    private const string UserName = "admin";
    private const int MinimumPassword = 8;
    private const int GeneratedPassword = 20;

    // Without the characters that people read wrongly from a screen.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<AccountRow>().AnyAsync(cancellationToken))
        {
            return;
        }

        var given = configuration[Variable];
        if (given is { Length: > 0 and < MinimumPassword })
        {
            throw new InvalidOperationException($"{Variable} has {given.Length} characters; at least {MinimumPassword} are expected.");
        }

        var password = string.IsNullOrEmpty(given) ? RandomNumberGenerator.GetString(Alphabet, GeneratedPassword) : given;
        if (string.IsNullOrEmpty(given))
        {
            // On the console only, never in a log; and before the account exists, so that a kill in between locks nobody out.
            await Console.Out.WriteLineAsync(
                $"First start: sign in as '{UserName}' with the password {password} (shown once)".AsMemory(),
                cancellationToken
            );
        }

        await CreateAsync(password, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(string password, CancellationToken cancellationToken)
    {
        var id = Ulid.New(time);
        var draft = new AccountRecord(
            id,
            UserName,
            new UpperInvariantLookupNormalizer().NormalizeName(UserName),
            UserName,
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
        var context = CommandContext.System(Guid.NewGuid().ToString("n"));
        var result = await grains.GetGrain<IAccountGrain>(id).SaveAsync(context, record, cancellationToken);
        if (result.Refusal is { Code: RefusalCode.Conflict })
        {
            Log.AnotherWasFirst(logger, UserName);
        }
        else if (result.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The first account could not be made: {refusal.Detail}");
        }
        else
        {
            Log.Created(logger, UserName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "FirstAccountCreated", Level = LogLevel.Information, Message = "The first account was made: {UserName}")]
        public static partial void Created(ILogger logger, string userName);

        [LoggerMessage(
            EventName = "FirstAccountMadeElsewhere",
            Level = LogLevel.Warning,
            Message = "Another node made the first account {UserName} a moment earlier; the password shown there is the one that counts"
        )]
        public static partial void AnotherWasFirst(ILogger logger, string userName);
    }
}
