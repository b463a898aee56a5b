using Bunit;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class RecorderEditorTests
{
    [Fact]
    public async Task Editor_New_SavesADraftAndHandsOnTheKey()
    {
        await using var context = new DeskContext();
        CreatedRecorder? created = null;
        var editor = context.Render<RecorderEditor>(parameters =>
            parameters
                .Add(p => p.Units, [FakeSite.Unit("u1", "District")])
                .Add(p => p.UnitId, "u1")
                .Add(p => p.OnCreated, made => created = made)
        );
        await editor.Find("input[name=name]").ChangeAsync(" Recorder 07 ");
        await editor.Find("form").SubmitAsync();
        var draft = Assert.Single(context.Recorder.Drafts);
        Assert.Equal(("Recorder 07", "u1", true), (draft.Name, draft.UnitId, draft.Enabled));
        Assert.Null(draft.Serial);
        Assert.Null(draft.Place);
        Assert.Equal(FakeRecorder.Secret.Key, created?.Key.Key);
        Assert.Empty(editor.FindAll("button.hold"));
    }

    [Fact]
    public async Task Editor_Existing_SavesAgainstTheVersionThatWasSeen()
    {
        await using var context = new DeskContext();
        var saved = 0;
        var editor = Editor(context, () => saved++);
        await editor.Find("input[name=serial]").ChangeAsync("A-1");
        // The page beneath reads on while somebody types.
        editor.Render(parameters => parameters.Add(p => p.Recorder, FakeRecorder.Of("changed") with { Version = 9 }));
        await editor.Find("form").SubmitAsync();
        Assert.Equal(("Recorder 07", "A-1"), (context.Recorder.Drafts[0].Name, context.Recorder.Drafts[0].Serial));
        Assert.Equal(5, context.Recorder.ExpectedVersion);
        Assert.Equal(1, saved);
    }

    [Fact]
    public async Task Editor_RefusedSerial_ShowsTheReasonThere()
    {
        await using var context = new DeskContext("en");
        context.Recorder.NextRefusal = Refusal.InvalidField("serial", "unheard-of", "The serial is taken.");
        var saved = 0;
        var editor = Editor(context, () => saved++);
        await editor.Find("form").SubmitAsync();
        Assert.Contains("The serial is taken.", editor.Markup, StringComparison.Ordinal);
        Assert.Empty(editor.FindAll(".refusal"));
        Assert.Equal(0, saved);
    }

    [Fact]
    public async Task Editor_Delete_RemovesTheRecorder()
    {
        await using var context = new DeskContext();
        var editor = Editor(context, () => { });
        await editor.Find("button.hold").ClickAsync();
        Assert.Equal(1, context.Recorder.Deleted);
    }

    [Fact]
    public async Task KeyPanel_TellsEverythingAUnitNeeds_EachToCopy()
    {
        await using var context = new DeskContext("en");
        context.Configuration["Command:Site"] = "changning";
        context.Configuration["Mqtt:Port"] = "1884";
        var closed = 0;
        var panel = context.Render<RecorderKeyPanel>(parameters =>
            parameters
                .Add(p => p.RecorderId, FakeRecorder.Id)
                .Add(p => p.Name, "Recorder 07")
                .Add(p => p.Key, FakeRecorder.Secret)
                .Add(p => p.OnClosed, () => closed++)
        );
        var copies = panel.FindAll("[data-copy]").Select(button => button.GetAttribute("data-copy")).ToList();
        Assert.Equal(
            [
                $"https://localhost:8443/field/{FakeRecorder.Id}",
                FakeRecorder.Secret.Serial,
                FakeRecorder.Secret.Key,
                $"http://localhost/whip/recorder/{FakeRecorder.Id}/live",
                FakeRecorder.Secret.Bearer,
                "localhost",
                "8883",
                "1884",
                $"v1/changning/bwc/{FakeRecorder.Secret.Serial}/up/#",
                $"v1/changning/bwc/{FakeRecorder.Secret.Serial}/dn/#",
            ],
            copies
        );
        Assert.Contains("this once", panel.Find(".caution").TextContent, StringComparison.Ordinal);
        Assert.Contains("no phone", panel.Find(".warn").TextContent, StringComparison.Ordinal);
        await panel.Find(".drawer-acts button").ClickAsync();
        Assert.Equal(1, closed);
    }

    [Fact]
    public async Task QrCode_DrawsTheThreeFinders()
    {
        await using var context = new DeskContext();
        var code = context.Render<Command.Web.Ui.QrCode>(parameters => parameters.Add(p => p.Text, "https://10.0.0.5:8443/field/x"));
        var size = int.Parse(code.Find("svg").GetAttribute("viewBox")!.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        var path = code.Find("path").GetAttribute("d")!;
        // Quiet zone of four modules, then a finder seven modules wide at three corners.
        Assert.Contains("M4 4h7v1H4z", path, StringComparison.Ordinal);
        Assert.Contains($"M{size - 11} 4h7v1H{size - 11}z", path, StringComparison.Ordinal);
        Assert.Contains($"M4 {size - 11}h7v1H4z", path, StringComparison.Ordinal);
    }

    private static IRenderedComponent<RecorderEditor> Editor(DeskContext context, Action saved) =>
        context.Render<RecorderEditor>(parameters =>
            parameters
                .Add(p => p.Recorder, FakeRecorder.Of())
                .Add(p => p.Units, [FakeSite.Unit("u1", "District")])
                .Add(p => p.OnSaved, saved)
        );
}
