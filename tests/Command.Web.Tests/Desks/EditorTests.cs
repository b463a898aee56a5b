using Bunit;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class EditorTests
{
    [Fact]
    public async Task CameraEditor_New_SavesADraft()
    {
        await using var context = new DeskContext();
        var saved = 0;
        var editor = Editor(context, null, () => saved++);
        await editor.Find("input[name=name]").ChangeAsync("North gate");
        await editor.Find("input[name=address]").InputAsync("rtsp://10.0.0.9/main");
        await editor.Find("form").SubmitAsync();
        var draft = Assert.Single(context.Site.Created);
        Assert.Equal(("North gate", "rtsp://10.0.0.9/main", "u1"), (draft.Name, draft.Address, draft.UnitId));
        Assert.Null(draft.Credential);
        Assert.Equal(1, saved);
    }

    [Fact]
    public async Task CameraEditor_RefusedField_ShowsTheReasonThere()
    {
        await using var context = new DeskContext("en");
        context.Site.NextRefusal = Refusal.InvalidField("name", "name-required", "…");
        var saved = 0;
        var editor = Editor(context, null, () => saved++);
        await editor.Find("form").SubmitAsync();
        Assert.Contains("A name of 1 to 80 characters is required.", editor.Markup, StringComparison.Ordinal);
        Assert.Equal(0, saved);
        Assert.Empty(editor.FindAll(".refusal"));
    }

    [Fact]
    public async Task CameraEditor_RefusalOfAnotherField_StandsAtTheTop()
    {
        await using var context = new DeskContext("en");
        context.Site.NextRefusal = Refusal.InvalidField("transport", "unheard-of", "The transport is not good.");
        var editor = Editor(context, null, () => { });
        await editor.Find("form").SubmitAsync();
        Assert.Equal("The transport is not good.", editor.Find(".refusal").TextContent);
    }

    [Fact]
    public async Task CameraEditor_StoredCredential_IsNeverShownAndKept()
    {
        await using var context = new DeskContext();
        var editor = Editor(context, FakeSite.Status("01jd00000000000000000000ca", "Gate", hasCredential: true), () => { });
        Assert.Equal("", editor.Find("input[name=password]").GetAttribute("value") ?? "");
        Assert.Equal("password", editor.Find("input[name=password]").GetAttribute("type"));
        await editor.Find("form").SubmitAsync();
        Assert.Null(Assert.Single(context.Site.Created).Credential);
    }

    [Fact]
    public async Task CameraEditor_ChangedUserName_NeedsThePassword()
    {
        await using var context = new DeskContext("en");
        var editor = Editor(context, FakeSite.Status("01jd00000000000000000000ca", "Gate", hasCredential: true), () => { });
        await editor.Find("input[name=userName]").ChangeAsync("other");
        await editor.Find("form").SubmitAsync();
        Assert.Empty(context.Site.Created);
        Assert.Contains("A changed user name needs its password.", editor.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CameraEditor_Probe_ShowsWhatTheAddressAnswers()
    {
        await using var context = new DeskContext("en");
        context.Site.Probe = new ProbeReport(true, StateCause.None, [new TrackInfo("video", "h264", 640, 360, 25, 90_000, 0, null)], false);
        var editor = Editor(context, null, () => { });
        Assert.True(editor.Find(".probe button").HasAttribute("disabled"));
        await editor.Find("input[name=address]").InputAsync("rtsp://10.0.0.9/main");
        await editor.Find("input[name=userName]").ChangeAsync("viewer");
        await editor.Find("input[name=password]").ChangeAsync("secret");
        await editor.Find(".probe button").ClickAsync();
        Assert.Contains("H.264 640×360 25 fps", editor.Find(".probe-result").TextContent, StringComparison.Ordinal);
        Assert.Equal("viewer", context.Site.ProbedWith?.UserName);
        Assert.Empty(context.Site.Created);
    }

    [Fact]
    public async Task CameraEditor_Delete_RemovesTheCamera()
    {
        await using var context = new DeskContext();
        var editor = Editor(context, FakeSite.Status("01jd00000000000000000000ca", "Gate"), () => { });
        await editor.Find("button.hold").ClickAsync();
        Assert.Equal(1, context.Site.Deleted);
    }

    [Fact]
    public async Task CameraEditor_SessionEnded_SaysSoAndSendsNothing()
    {
        await using var context = new DeskContext("en", signedIn: false);
        var editor = Editor(context, null, () => { });
        await editor.Find("form").SubmitAsync();
        Assert.Equal("The session has ended; sign in again.", editor.Find(".refusal").TextContent);
        Assert.Empty(context.Site.Created);
    }

    [Fact]
    public async Task UnitEditor_New_SavesUnderTheChosenParent()
    {
        await using var context = new DeskContext();
        var editor = context.Render<UnitEditor>(parameters =>
            parameters.Add(p => p.Units, [FakeSite.Unit("u1", "District")]).Add(p => p.ParentId, "u1")
        );
        await editor.Find("input[name=name]").ChangeAsync("Office");
        await editor.Find("form").SubmitAsync();
        var draft = Assert.Single(context.Site.CreatedUnits);
        Assert.Equal(("Office", "u1"), (draft.Name, draft.ParentId));
    }

    [Fact]
    public async Task UnitEditor_DeleteRefused_SaysWhy()
    {
        await using var context = new DeskContext("en");
        context.Site.NextRefusal = Refusal.Of(RefusalCode.Conflict, "unheard-of", "It has devices.");
        var unit = FakeSite.Unit("u1", "District");
        var editor = context.Render<UnitEditor>(parameters => parameters.Add(p => p.Units, [unit]).Add(p => p.Unit, unit));
        await editor.Find("button.hold").ClickAsync();
        Assert.Equal("It has devices.", editor.Find(".refusal").TextContent);
    }

    private static IRenderedComponent<CameraEditor> Editor(DeskContext context, CameraStatus? camera, Action saved) =>
        context.Render<CameraEditor>(parameters =>
            parameters
                .Add(p => p.Camera, camera)
                .Add(p => p.Units, [FakeSite.Unit("u1", "District")])
                .Add(p => p.UnitId, "u1")
                .Add(p => p.OnSaved, saved)
        );
}
