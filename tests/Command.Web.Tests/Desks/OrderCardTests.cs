using Bunit;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class OrderCardTests
{
    [Fact]
    public async Task Order_WithoutArguments_IsGivenAsItStands()
    {
        await using var context = new DeskContext("en");
        var given = 0;
        var card = Card(context, [], () => given++);
        await card.Find("select[name=order]").ChangeAsync("photo");
        await card.Find("form").SubmitAsync();
        var draft = Assert.Single(context.Recorder.Given);
        Assert.Equal(("photo", null, 60), (draft.Name, draft.Arguments, draft.ValidSeconds));
        Assert.Equal(1, given);
    }

    [Theory]
    [InlineData("message.show", "input[name=text]", "Come \"back\"", """{"text":"Come \u0022back\u0022"}""")]
    [InlineData("locate.rate", "input[name=seconds]", "2", """{"seconds":2}""")]
    [InlineData("light", "select[name=on]", "off", """{"on":false}""")]
    public async Task Order_WithArguments_AsksForThem(string order, string field, string value, string arguments)
    {
        await using var context = new DeskContext("en");
        var card = Card(context, []);
        Assert.Empty(card.FindAll(field));
        await card.Find("select[name=order]").ChangeAsync(order);
        await card.Find(field).ChangeAsync(value);
        await card.Find("select[name=valid]").ChangeAsync("3600");
        await card.Find("form").SubmitAsync();
        var draft = Assert.Single(context.Recorder.Given);
        Assert.Equal((order, arguments, 3_600), (draft.Name, draft.Arguments, draft.ValidSeconds));
    }

    [Fact]
    public async Task Order_Dangerous_MustBeHeld()
    {
        await using var context = new DeskContext("en");
        var card = Card(context, []);
        await card.Find("select[name=order]").ChangeAsync("reboot");
        Assert.Empty(card.FindAll("button[type=submit]"));
        await card.Find("form").SubmitAsync();
        Assert.Empty(context.Recorder.Given);
        await card.Find("button.hold").ClickAsync();
        Assert.Equal("reboot", Assert.Single(context.Recorder.Given).Name);
    }

    [Fact]
    public async Task Order_ThatTheDeviceDoesNotKnow_CannotBeChosen()
    {
        await using var context = new DeskContext("en");
        var card = Card(context, [], capabilities: ["photo", "stream.start"]);
        var closed = card.FindAll("select[name=order] option[disabled]").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("reboot", closed);
        Assert.DoesNotContain("photo", closed);
        Assert.DoesNotContain("stream.start", closed);
    }

    [Fact]
    public async Task Order_Refused_SaysWhy()
    {
        await using var context = new DeskContext("en");
        context.Recorder.NextRefusal = Refusal.Of(RefusalCode.Busy, "unheard-of", "Too many orders are open.");
        var given = 0;
        var card = Card(context, [], () => given++);
        await card.Find("form").SubmitAsync();
        Assert.Equal("Too many orders are open.", card.Find(".refusal").TextContent);
        Assert.Equal(0, given);
    }

    [Fact]
    public async Task Orders_TellTheirStateAndTheAnswer()
    {
        await using var context = new DeskContext("en");
        var card = Card(
            context,
            [
                Given("light", """{"on":true}""", RecorderCommandState.Pending, null),
                Given("message.show", """{"text":"Back"}""", RecorderCommandState.Done, "shown"),
                Given("beep", "nonsense", RecorderCommandState.Failed, """{"code":501,"data":null}"""),
                Given("photo", "{}", RecorderCommandState.Done, """{"code":0,"data":{"file":"IMG_1.jpg"}}"""),
                Given("time.sync", "{}", RecorderCommandState.Done, """{"code":0,"data":null}"""),
                Given("wipe", "{}", RecorderCommandState.Expired, null),
            ]
        );
        var lines = card.FindAll("[data-order]");
        Assert.Equal(["pending", "done", "failed", "done", "done", "expired"], lines.Select(line => line.GetAttribute("data-order-state")));
        Assert.Contains("Light On", lines[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Show message “Back”", lines[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Duty A · shown", lines[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("Duty A · code 501", lines[2].QuerySelector(".line-more")?.TextContent);
        Assert.Equal("Duty A · IMG_1.jpg", lines[3].QuerySelector(".line-more")?.TextContent);
        Assert.Equal("Duty A", lines[4].QuerySelector(".line-more")?.TextContent);
        Assert.Contains("wipe", lines[5].TextContent, StringComparison.Ordinal);
    }

    private static RecorderCommand Given(string name, string arguments, RecorderCommandState state, string? answer) =>
        new($"{name}-1", name, arguments, "Duty A", FakeSite.Noon, FakeSite.Noon.AddMinutes(1), state, null, answer);

    private static IRenderedComponent<OrderCard> Card(
        DeskContext context,
        IReadOnlyList<RecorderCommand> orders,
        Action? given = null,
        string[]? capabilities = null
    ) =>
        context.Render<OrderCard>(parameters =>
            parameters
                .Add(p => p.RecorderId, FakeRecorder.Id)
                .Add(p => p.Orders, orders)
                .Add(p => p.Connected, true)
                .Add(p => p.Capabilities, [.. capabilities ?? []])
                .Add(p => p.OnSaved, given ?? (() => { }))
        );
}
