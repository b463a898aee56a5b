using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Devices.Mqtt;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Recorders;

/// <summary>Orders with a silo: stored, sent again, answered once, expired.</summary>
public sealed class OrderTests : RecorderTestsBase
{
    [Fact]
    public async Task Order_WhileConnected_IsSentAndAnsweredOnce()
    {
        await ConnectAsync();
        var order = await GiveAsync("light", """{"on":true}""");
        Assert.Equal(RecorderCommandState.Sent, order.State);
        var (serial, sent) = Assert.Single(Post.Sent);
        Assert.Equal((Serial, order.Id, "light", """{"on":true}"""), (serial, sent.Id, sent.Name, sent.Arguments));
        Assert.Equal(order.ExpiresAt, sent.ExpiresAt);

        Assert.Equal(InboxVerdict.Taken, await AnswerAsync(order.Id, true, """{"lux":3}"""));
        Assert.Equal(InboxVerdict.Duplicate, await AnswerAsync(order.Id, false, "late"));
        Assert.Equal(InboxVerdict.Refused, await AnswerAsync("c-91", true, ""));
        var done = Assert.Single(await OrdersAsync());
        Assert.Equal((RecorderCommandState.Done, """{"lux":3}"""), (done.State, done.Answer));
        Assert.Equal(Person.ActorId, Assert.Single(await EventsAsync("recorder.order-given")).Actor);
        Assert.Equal($"recorder/{Id}", Assert.Single(await EventsAsync("recorder.order-answered")).Actor);
    }

    [Fact]
    public async Task Order_WhileAway_WaitsAndIsSentWhenItComes_AndAgainUntilItIsAnswered()
    {
        var order = await GiveAsync("photo");
        Assert.Equal(RecorderCommandState.Pending, order.State);
        Assert.Empty(Post.Sent);

        await ConnectAsync();
        Assert.Equal(1, Post.Count("photo"));
        await LoseAsync();
        await ConnectAsync("boot-2");
        Assert.Equal(2, Post.Count("photo"));
        await AnswerAsync(order.Id, false, "501");
        await ConnectAsync("boot-3");
        Assert.Equal(2, Post.Count("photo"));
        Assert.Equal(RecorderCommandState.Failed, (await OrdersAsync())[0].State);
    }

    [Fact]
    public async Task Order_BrokerUnreachable_IsSentByItselfWhenItIsBack()
    {
        await ConnectAsync();
        Post.Reaches = false;
        Assert.Equal(RecorderCommandState.Pending, (await GiveAsync("beep")).State);
        Post.Reaches = true;
        await Until.TrueAsync(() => Post.Count("beep") == 1, "it is sent");
        await Until.TrueAsync(async () => (await OrdersAsync())[0].State == RecorderCommandState.Sent, "it is noted");
    }

    [Fact]
    public async Task Order_AfterARestart_IsSentAgain()
    {
        await ConnectAsync();
        var order = await GiveAsync("record.start");
        await Silo.DisposeAsync();
        Silo = await StartAsync(DataDirectory);
        await ConnectAsync("boot-2");

        Assert.Equal(2, Post.Count("record.start"));
        Assert.All(Post.Sent, sent => Assert.Equal(order.Id, sent.Order.Id));
        Assert.Equal(InboxVerdict.Taken, await AnswerAsync(order.Id, true, ""));
    }

    [Fact]
    public async Task Order_WithoutAnswer_ExpiresByUs()
    {
        var order = await GiveAsync("photo", seconds: 5);
        Time.Advance(TimeSpan.FromSeconds(6));
        await Until.TrueAsync(async () => (await OrdersAsync())[0].State == RecorderCommandState.Expired, "it expires");
        await ConnectAsync();
        Assert.Empty(Post.Sent);
        Assert.Single(await EventsAsync("recorder.order-expired"));

        Assert.Equal(InboxVerdict.Taken, await AnswerAsync(order.Id, true, "late"));
        Assert.Equal((RecorderCommandState.Expired, "late"), ((await OrdersAsync())[0].State, (await OrdersAsync())[0].Answer));
        Assert.Equal("late", Assert.Single(await EventsAsync("recorder.order-answered")).Cause);
    }

    [Fact]
    public async Task Order_BeyondTheBound_IsBusy()
    {
        for (var i = 0; i < 32; i++)
        {
            await GiveAsync("beep");
        }
        var refused = await Recorder.OrderAsync(Person, new RecorderCommandDraft("beep", null, null), Cancellation);
        Assert.Equal((RefusalCode.Busy, "too-many-orders"), (refused.Refusal!.Code, refused.Refusal.Reason));
        // What the server itself has to say still finds room.
        await ConnectAsync();
        await HappenAsync("sos", 1);
        Assert.Equal(1, Post.Count("stream.start"));
    }

    [Fact]
    public async Task TimeSync_TellsTheTimeAtWhichItIsSent()
    {
        await GiveAsync("time.sync", seconds: 3600);
        Time.Advance(TimeSpan.FromMinutes(10));
        await ConnectAsync();
        var sent = Assert.Single(Post.Sent).Order;
        using var json = System.Text.Json.JsonDocument.Parse(sent.Arguments);
        var told = DateTimeOffset.FromUnixTimeMilliseconds(json.RootElement.GetProperty("ts").GetInt64());
        Assert.InRange(told, Time.GetUtcNow() - TimeSpan.FromMinutes(1), Time.GetUtcNow() + TimeSpan.FromSeconds(1));
    }

    private async Task<RecorderCommand> GiveAsync(string name, string? arguments = null, int? seconds = null)
    {
        var result = await Recorder.OrderAsync(Person, new RecorderCommandDraft(name, arguments, seconds), Cancellation);
        Assert.Null(result.Refusal);
        return result.Value!; // no refusal, so there is a value
    }

    private Task<InboxVerdict> AnswerAsync(string id, bool succeeded, string detail) =>
        TellAsync(new BodyWornAnswer(Time.GetUtcNow(), id, succeeded, detail));
}
