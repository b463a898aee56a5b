using Command.Contracts.Accounts;
using Command.Contracts.Audit;
using Command.Contracts.Common;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Audit;

public sealed class AuditGrainTests : SiloTestsBase
{
    private IAuditGrain Grain => Silo.Grains.GetGrain<IAuditGrain>("site");

    [Fact]
    public async Task RecordRefusalAsync_FailedSignIn_IsFoundAndBounded()
    {
        await Grain.RecordRefusalAsync(
            Stranger,
            "account.sign-in-refused",
            "account",
            new string('x', 9000) + "\0",
            "wrong-password",
            Cancellation
        );

        var entry = Assert.Single(await QueryAsync(new AuditQuery(null, null, Stranger.ActorId, null, null, 10)));
        Assert.Equal(("account.sign-in-refused", "refused", "wrong-password"), (entry.Type, entry.Outcome, entry.Cause));
        Assert.Equal(256, entry.ObjectId.Length);
        Assert.Equal("127.0.0.1", entry.ClientAddress);
    }

    [Fact]
    public async Task QueryAsync_Filters_NarrowNewestFirst()
    {
        var store = Silo.Services.GetRequiredService<IAggregateStore>();
        for (var i = 0; i < 4; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            var key = new AggregateKey(i % 2 == 0 ? "camera" : "unit", $"{i}");
            await store.AppendAsync(key, [new EventDraft($"{key.Kind}.created", Person), new EventDraft("other", Person)], Cancellation);
        }

        var cameras = await QueryAsync(new AuditQuery("camera", null, Person.ActorId, "camera.", null, 10));
        Assert.Equal(["2", "0"], cameras.Select(entry => entry.ObjectId));
        Assert.Equal(
            ["other", "camera.created"],
            (await QueryAsync(new AuditQuery("camera", "2", null, null, null, 10))).Select(e => e.Type)
        );
        Assert.Equal(["0"], (await QueryAsync(new AuditQuery("camera", null, null, "camera.", cameras[0].At, 10))).Select(e => e.ObjectId));
        Assert.Equal(3, (await QueryAsync(new AuditQuery(null, null, null, null, null, 3))).Length);
        Assert.Empty(await QueryAsync(new AuditQuery(null, null, null, "%", null, 10)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task QueryAsync_TakeOutOfRange_IsRefused(int take)
    {
        var result = await Grain.QueryAsync(Person, new AuditQuery(null, null, null, null, null, take), Cancellation);

        Assert.Equal("take", result.Refusal?.Field);
    }

    [Fact]
    public async Task QueryAsync_Stranger_IsForbidden()
    {
        var result = await Grain.QueryAsync(Stranger, new AuditQuery(null, null, null, null, null, 10), Cancellation);

        Assert.Equal(RefusalCode.Forbidden, result.Refusal?.Code);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<AuditEntry>> QueryAsync(AuditQuery query)
    {
        var auditor = await Silo.Grains.GetGrain<IAccountDirectoryGrain>("site").FindIdByNameAsync("AUDIT", Cancellation);
        var result = await Grain.QueryAsync(Person with { ActorId = auditor! }, query, Cancellation); // the first start made it
        Assert.NotNull(result.Value);
        return result.Value.Entries;
    }
}
