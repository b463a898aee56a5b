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

    [Theory]
    [InlineData("stream.publish", null)]
    [InlineData("recorder.report", null)]
    [InlineData("recorder.view", RefusalCode.Forbidden)]
    [InlineData("recorder.manage", RefusalCode.Forbidden)]
    [InlineData("camera.watch", RefusalCode.Forbidden)]
    public async Task DecideAsync_DeviceOnItself_MayWhatDevicesDo(string right, RefusalCode? refused)
    {
        var decision = await DecideAsync(Device(Account), new Right(right), new AccessScope("recorder", Account, "unit-1"));

        Assert.Equal(refused, decision.Refusal?.Code);
        Assert.Equal(refused is null ? null : "device-may-not", decision.Refusal?.Reason);
    }

    [Theory]
    [InlineData("recorder", "01jd0000000000000000000000")]
    [InlineData("camera", "01jd0000000000000000000000")]
    [InlineData("recorder", null)]
    public async Task DecideAsync_DeviceOnAnythingElse_FindsNothing(string kind, string? id)
    {
        var decision = await DecideAsync(Device(Account), new Right("stream.publish"), new AccessScope(kind, id, null));

        Assert.Equal((RefusalCode.NotFound, $"{kind}-not-found"), (decision.Refusal!.Code, decision.Refusal.Reason));
    }

    [Theory]
    [InlineData("recorder/")]
    [InlineData("recorder/x/y")]
    [InlineData("recorder/notaulid")]
    [InlineData("/01jd0000000000000000000000")]
    public async Task DecideAsync_WhatOnlyLooksLikeADevice_IsDenied(string actor)
    {
        var decision = await DecideAsync(actor, null);

        Assert.Equal("not-signed-in", decision.Refusal?.Reason);
    }

    private static CommandContext Device(string id) => CommandContext.Device("recorder", id, "c", null);

    private static ValueTask<AuthorityDecision> DecideAsync(CommandContext context, Right right, AccessScope scope) =>
        new SignedInAuthority().DecideAsync(context, right, scope, TestContext.Current.CancellationToken);

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
