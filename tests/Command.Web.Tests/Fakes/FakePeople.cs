using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Web.Desks.People;

namespace Command.Web.Tests.Fakes;

/// <summary>Accounts in memory, for components.</summary>
internal sealed class FakePeople : IPeople
{
    public const string Id = "01jd0000000000000000000ne1";

    public List<Person> People { get; } = [new Person(Id, "li", "李警官", "u1", false, null, ["duty-officer"], 4)];

    public List<PersonSession> Sessions { get; } = [];

    public List<PersonDraft> Drafts { get; } = [];

    public List<string?> Ended { get; } = [];

    public Refusal? NextRefusal { get; set; }

    public Task<CommandResult<PersonPage>> ListAsync(
        CommandContext context,
        string? text,
        string? after,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new PersonPage(
                [
                    .. People.Where(person =>
                        text is null || person.Name.Contains(text, StringComparison.Ordinal) || person.UserName == text
                    ),
                ],
                null
            )
        );

    public Task<CommandResult<Person>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Answer(People[0]);

    public Task<CommandResult<OneTimePassword>> CreateAsync(CommandContext context, PersonDraft draft, CancellationToken cancellationToken)
    {
        Drafts.Add(draft);
        return Answer(new OneTimePassword(new Person("new", draft.UserName, draft.Name, draft.UnitId, false, null, [], 1), "shown-once"));
    }

    public Task<CommandResult<Person>> UpdateAsync(
        CommandContext context,
        string id,
        PersonDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        Drafts.Add(draft);
        return Answer(People[0]);
    }

    public Task<CommandResult<Person>> SwitchAsync(CommandContext context, string id, bool disabled, CancellationToken cancellationToken) =>
        Answer(People[0] = People[0] with { Disabled = disabled });

    public Task<CommandResult<OneTimePassword>> ResetPasswordAsync(
        CommandContext context,
        string id,
        CancellationToken cancellationToken
    ) => Answer(new OneTimePassword(People[0], "reset-once"));

    public Task<ImmutableArray<PersonSession>> SessionsAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Sessions.ToImmutableArray());

    public Task<CommandResult> EndSessionsAsync(CommandContext context, string id, string? sessionId, CancellationToken cancellationToken)
    {
        Ended.Add(sessionId);
        return Task.FromResult(CommandResult.Done);
    }

    private Task<CommandResult<T>> Answer<T>(T value)
        where T : class
    {
        var refusal = NextRefusal;
        NextRefusal = null;
        return Task.FromResult(refusal is null ? new CommandResult<T>(value, null) : new CommandResult<T>(null, refusal));
    }
}
