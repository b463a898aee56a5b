using System.Collections.Immutable;
using Command.Contracts.Common;

namespace Command.Web.Desks.People;

/// <summary>What the desks need of accounts: who there is, and what an administrator does about them.</summary>
internal interface IPeople
{
    /// <summary>People by name, one page.</summary>
    Task<CommandResult<PersonPage>> ListAsync(CommandContext context, string? text, string? after, CancellationToken cancellationToken);

    /// <summary>One person, or NotFound.</summary>
    Task<CommandResult<Person>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken);

    /// <summary>Makes an account; its password is told once.</summary>
    Task<CommandResult<OneTimePassword>> CreateAsync(CommandContext context, PersonDraft draft, CancellationToken cancellationToken);

    /// <summary>Changes name and unit; the user name stays.</summary>
    Task<CommandResult<Person>> UpdateAsync(
        CommandContext context,
        string id,
        PersonDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Switches an account off, with all its sessions, or on again.</summary>
    Task<CommandResult<Person>> SwitchAsync(CommandContext context, string id, bool disabled, CancellationToken cancellationToken);

    /// <summary>Sets a new password that is told once; all their sessions end.</summary>
    Task<CommandResult<OneTimePassword>> ResetPasswordAsync(CommandContext context, string id, CancellationToken cancellationToken);

    /// <summary>Open sessions, newest first.</summary>
    Task<ImmutableArray<PersonSession>> SessionsAsync(CommandContext context, string id, CancellationToken cancellationToken);

    /// <summary>Ends one session, or all of them.</summary>
    /// <param name="sessionId">Null for all.</param>
    Task<CommandResult> EndSessionsAsync(CommandContext context, string id, string? sessionId, CancellationToken cancellationToken);
}
