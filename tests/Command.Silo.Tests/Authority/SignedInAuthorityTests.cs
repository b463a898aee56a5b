using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Tests.Authority;

public sealed class SignedInAuthorityTests
{
    private static readonly string Account = Ulid.New(TimeProvider.System);
    private static readonly string Session = Ulid.New(TimeProvider.System);

    [Fact]
    public async Task DecideAsync_SignedInOrServer_IsGranted()
    {
        Assert.True((await DecideAsync(Account, Session)).IsGranted);
        Assert.True(
            (
                await new SignedInAuthority().DecideAsync(CommandContext.System("c"), View, Scope, TestContext.Current.CancellationToken)
            ).IsGranted
        );
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("anonymous", null)]
    [InlineData("account", null)]
    [InlineData("anonymous", "session")]
    [InlineData("system", "session")]
    public async Task DecideAsync_AnybodyElse_IsDenied(string actor, string? session)
    {
        var decision = await DecideAsync(actor == "account" ? Account : actor, session is null ? null : Session);

        Assert.Equal(RefusalCode.Forbidden, decision.Refusal?.Code);
        Assert.Equal("not-signed-in", decision.Refusal?.Reason);
    }

    private static Right View { get; } = new("camera.view");

    private static AccessScope Scope { get; } = new("camera", "a", null);

    private static ValueTask<AuthorityDecision> DecideAsync(string actor, string? session) =>
        new SignedInAuthority().DecideAsync(
            new CommandContext(actor, actor, null, null, "c", null, session),
            View,
            Scope,
            TestContext.Current.CancellationToken
        );
}
