using System.Text.Json;
using Command.Contracts.Signals;
using Command.TestKit;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class SignalEndpointTests(OneBox box)
{
    private const string Signals = "/api/v1/signals";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ByColourSubjectAndPage_ShowsWhatIsOpen()
    {
        var drafts = new List<SignalDraft>();
        for (var i = 0; i < 3; i++)
        {
            var draft = SignalSource.Draft("tamper", SignalColour.Orange, $"执法仪 {i}");
            drafts.Add(draft with { Subject = draft.Subject with { Id = drafts.FirstOrDefault()?.Subject.Id ?? draft.Subject.Id } });
            await box.Host.RaiseAsync(drafts[i], Cancellation);
        }
        var subject = drafts[0].Subject.Id;

        var first = await box.SendAsync(HttpMethod.Get, $"{Signals}?open=true&colour=orange&subjectId={subject}&take=2");

        Assert.Equal(200, first.Status);
        Assert.Equal(3, first.Json.GetProperty("total").GetInt32());
        Assert.Equal([drafts[2].Id, drafts[1].Id], Ids(first.Json));
        var signal = first.Json.GetProperty("signals")[0];
        Assert.Equal(("orange", "new", "tamper"), (Text(signal, "colour"), Text(signal, "state"), Text(signal, "source")));
        Assert.Equal(
            ["red", "orange", "yellow", "blue"],
            first.Json.GetProperty("open").EnumerateArray().Select(count => Text(count, "colour"))
        );
        var next = await box.SendAsync(
            HttpMethod.Get,
            $"{Signals}?open=true&subjectId={subject}&take=2&after={Uri.EscapeDataString(first.Text("next"))}"
        );
        Assert.Equal([drafts[0].Id], Ids(next.Json));
        Assert.Equal(JsonValueKind.Null, next.Json.GetProperty("next").ValueKind);
        Assert.Empty(Ids((await box.SendAsync(HttpMethod.Get, $"{Signals}?colour=red&subjectId={subject}")).Json));
    }

    [Fact]
    public async Task Life_OfferAcknowledgeEnd_ClosesIt()
    {
        var draft = SignalSource.Draft("sos", SignalColour.Red, "执法仪 07");
        await box.Host.RaiseAsync(draft, Cancellation);
        var signal = $"{Signals}/{draft.Id}";

        Assert.Equal(204, (await box.SendAsync(HttpMethod.Post, $"{signal}/offer")).Status);
        Assert.Equal("offered", (await box.SendAsync(HttpMethod.Get, signal)).Text("state"));
        var acknowledged = await box.SendAsync(HttpMethod.Post, $"{signal}/acknowledge", new { note = "已联系本人" });
        Assert.Equal(200, acknowledged.Status);
        Assert.Equal(("acknowledged", "已联系本人"), (acknowledged.Text("state"), acknowledged.Text("reason")));
        await box.Host.EndAsync(draft, Cancellation);

        Assert.Equal("closed", (await box.SendAsync(HttpMethod.Get, signal)).Text("state"));
        Assert.Empty(Ids((await box.SendAsync(HttpMethod.Get, $"{Signals}?open=true&subjectId={draft.Subject.Id}")).Json));
    }

    [Fact]
    public async Task Dismiss_WithoutReasonOrTooLate_IsRefusedInWords()
    {
        var draft = SignalSource.Draft("sos", SignalColour.Red, "执法仪 07");
        await box.Host.RaiseAsync(draft, Cancellation);
        var signal = $"{Signals}/{draft.Id}";

        (await box.SendAsync(HttpMethod.Post, $"{signal}/dismiss", new { })).IsProblem(400, "signal-reason-length");
        (await box.SendAsync(HttpMethod.Post, $"{signal}/dismiss", new { reason = " a " })).IsProblem(400, "signal-reason-length");
        (await box.SendAsync(HttpMethod.Post, $"{signal}/acknowledge", new { note = new string('x', 201) })).IsProblem(
            400,
            "signal-note-length"
        );
        var dismissed = await box.SendAsync(HttpMethod.Post, $"{signal}/dismiss", new { reason = "误触误报" });
        Assert.Equal(("dismissed", "误触误报"), (dismissed.Text("state"), dismissed.Text("reason")));
        (await box.SendAsync(HttpMethod.Post, $"{signal}/acknowledge", new { })).IsProblem(409, "signal-answered");
    }

    [Fact]
    public async Task BadRequests_AreNamed()
    {
        (await box.SendAsync(HttpMethod.Get, $"{Signals}?colour=green")).IsProblem(400, "colour-unknown");
        (await box.SendAsync(HttpMethod.Get, $"{Signals}?take=201")).IsProblem(400, "number-out-of-range");
        (await box.SendAsync(HttpMethod.Get, $"{Signals}/nonsense")).IsProblem(404, "signal-not-found");
        (await box.SendAsync(HttpMethod.Post, $"{Signals}/nonsense/offer")).IsProblem(404, "signal-not-found");
        using var anonymous = box.Host.CreateClient();
        Assert.Equal(401, (await box.SendAsync(HttpMethod.Get, Signals, client: anonymous)).Status);
    }

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("signals").EnumerateArray().Select(signal => Text(signal, "id"))];

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!; // asserted by its use
}
