using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Tests.Authority;

public sealed class AccessRulesTests
{
    private static readonly string Account = Ulid.New(TimeProvider.System);
    private static readonly string Session = Ulid.New(TimeProvider.System);

    [Fact]
    public void Decide_TheServer_IsGranted() =>
        Assert.True(Decide(CommandContext.System("c"), Rights.LiveWatch, new AccessScope("camera", Account, "unit")).IsGranted);

    [Fact]
    public void Decide_SignedInWithoutRole_FindsNothing()
    {
        var decision = Decide(Person(Account, Session), Rights.LiveWatch, new AccessScope("camera", "c1", "unit"));

        Assert.Equal((RefusalCode.NotFound, "camera-not-found"), (decision.Refusal!.Code, decision.Refusal.Reason));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("anonymous", null)]
    [InlineData("account", null)]
    [InlineData("anonymous", "session")]
    [InlineData("system", "session")]
    [InlineData("client/nobody", null)]
    public void Decide_AnybodyElse_IsDenied(string actor, string? session)
    {
        var person = Person(actor == "account" ? Account : actor, session is null ? null : Session);

        var decision = Decide(person, Rights.DeviceSee, new AccessScope("camera", "c1", "unit"));

        Assert.Equal((RefusalCode.Forbidden, "not-signed-in"), (decision.Refusal!.Code, decision.Refusal.Reason));
    }

    [Theory]
    [InlineData(Rights.LivePublish, null)]
    [InlineData(Rights.DeviceReport, null)]
    [InlineData(Rights.DeviceSee, RefusalCode.Forbidden)]
    [InlineData(Rights.DeviceManage, RefusalCode.Forbidden)]
    [InlineData(Rights.LiveWatch, RefusalCode.Forbidden)]
    public void Decide_DeviceOnItself_MayWhatDevicesDo(string right, RefusalCode? refused)
    {
        var decision = Decide(Device, right, new AccessScope("recorder", Account, "unit-1"));

        Assert.Equal(refused, decision.Refusal?.Code);
        Assert.Equal(refused is null ? null : "device-may-not", decision.Refusal?.Reason);
    }

    [Theory]
    [InlineData("recorder", "01jd0000000000000000000000")]
    [InlineData("camera", "01jd0000000000000000000000")]
    [InlineData("recorder", null)]
    public void Decide_DeviceOnAnythingElse_FindsNothing(string kind, string? id)
    {
        var decision = Decide(Device, Rights.LivePublish, new AccessScope(kind, id, null));

        Assert.Equal((RefusalCode.NotFound, $"{kind}-not-found"), (decision.Refusal!.Code, decision.Refusal.Reason));
    }

    private static CommandContext Device => CommandContext.Device("recorder", Account, "c", null);

    private static CommandContext Person(string actor, string? session) => new(actor, actor, null, null, "c", null, session);

    private static AuthorityDecision Decide(CommandContext context, string right, AccessScope scope) =>
        AccessRules.Decide(AccessSnapshot.Empty, new NoCases(), context, new Right(right), scope, DateTimeOffset.UnixEpoch);
}
