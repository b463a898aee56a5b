using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Silo.Cameras;
using Command.Silo.Common;
using Command.Silo.Keys;

namespace Command.Silo.Tests.Cameras;

public sealed class CameraDraftRulesTests
{
    private const string Id = "01arz3ndektsv4rrffq69g5fav";
    private static readonly LinkState Link = new(DeviceState.Unknown, StateCause.None, DateTimeOffset.UnixEpoch);
    private static readonly SecretProtector Secrets = new(new MasterKey(new byte[MasterKey.Length], "test"));

    private static readonly CameraDraft Good = new(
        "Hall",
        null,
        "rtsp://192.0.2.10/live",
        null,
        null,
        TransportPreference.Auto,
        true,
        true,
        "unit",
        null
    );

    [Theory]
    [InlineData("", "address-required")]
    [InlineData("192.0.2.10", "address-malformed")]
    [InlineData("rtsp://", "address-malformed")]
    [InlineData("http://192.0.2.10/", "address-scheme")]
    [InlineData("file:///etc/passwd", "address-malformed")]
    public void Check_BadAddress_NamesTheField(string address, string reason)
    {
        var refusal = CameraDraftRules.Check(Good with { Address = address });
        Assert.Equal(("address", reason), (refusal!.Field, refusal.Reason));

        var sub = CameraDraftRules.Check(Good with { SubAddress = address });
        Assert.Equal(address.Length == 0 ? null : "subAddress", sub?.Field);
    }

    [Fact]
    public void Check_OtherFields_AreChecked()
    {
        Assert.Null(CameraDraftRules.Check(Good));
        Assert.Equal("name", CameraDraftRules.Check(Good with { Name = " " })!.Field);
        Assert.Equal("unitId", CameraDraftRules.Check(Good with { UnitId = "" })!.Field);
        Assert.Equal("transport", CameraDraftRules.Check(Good with { Transport = (TransportPreference)9 })!.Field);
        Assert.Equal(
            "credential.password",
            CameraDraftRules.Check(Good with { Credential = new CredentialDraft("a", new string('x', 129)) })!.Field
        );
    }

    [Fact]
    public void Apply_CredentialInAddress_IsTakenOutAndEncrypted()
    {
        var state = Apply(null, Good with { Address = "rtsp://admin:s3cret@192.0.2.10/live" });

        Assert.Equal("rtsp://192.0.2.10:554/live", state.Main.Shown);
        Assert.Equal("admin", state.Credential!.UserName);
        Assert.True(Secrets.TryUnprotect(state.Credential.ProtectedPassword, CameraDraftRules.Purpose(Id), out var password));
        Assert.Equal("s3cret", password);
        Assert.DoesNotContain("s3cret", CameraRecord.Schema.Write(state), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_PasswordInPath_IsHiddenAndKeptWhenGivenBackAsShown()
    {
        var first = Apply(null, Good with { Address = "rtsp://192.0.2.10/user=admin&password=s3cret&channel=1" });
        var again = Apply(first, Good with { Address = first.Main.Shown });

        Assert.DoesNotContain("s3cret", CameraRecord.Schema.Write(first), StringComparison.Ordinal);
        Assert.True(CameraDraftRules.TryOpen(again.Main, CameraDraftRules.Purpose(Id), Secrets, out var uri));
        Assert.Contains("password=s3cret", uri.RequestUri, StringComparison.Ordinal);
        Assert.False(CameraMapping.NeedsReconnect(first, again));
    }

    [Theory]
    [InlineData("rtsp://192.0.2.10/other", null, false)]
    [InlineData("rtsp://198.51.100.7/live", null, true)]
    [InlineData("rtsp://192.0.2.10:8554/live", null, true)]
    [InlineData("rtsp://192.0.2.10/live", "rtsp://198.51.100.7/sub", true)]
    [InlineData("rtsp://admin:new@198.51.100.7/live", null, false)]
    public void CheckKeptCredential_AnotherDevice_WantsItAgain(string address, string? subAddress, bool refused)
    {
        var stored = Apply(null, Good with { Credential = new CredentialDraft("admin", "s3cret") });
        var draft = Good with { Address = address, SubAddress = subAddress };

        Assert.Equal(refused ? "credential" : null, CameraDraftRules.CheckKeptCredential(stored, draft)?.Field);
        Assert.Null(CameraDraftRules.CheckKeptCredential(stored, draft with { Credential = new CredentialDraft("a", "b") }));
        Assert.Null(CameraDraftRules.CheckKeptCredential(Apply(null, Good), draft));
    }

    [Fact]
    public void Apply_Credential_NullKeepsEmptyRemovesSameIsNoChange()
    {
        var first = Apply(null, Good with { Credential = new CredentialDraft("admin", "s3cret") });

        Assert.Equal(first.Credential, Apply(first, Good).Credential);
        Assert.Equal(first.Credential, Apply(first, Good with { Credential = new CredentialDraft("admin", "s3cret") }).Credential);
        Assert.Null(Apply(first, Good with { Credential = new CredentialDraft("", "") }).Credential);
        Assert.True(CameraMapping.NeedsReconnect(first, Apply(first, Good with { Credential = new CredentialDraft("admin", "other") })));
    }

    [Fact]
    public void Apply_CountsRevisions() => Assert.Equal(2, Apply(Apply(null, Good), Good).Revision);

    [Fact]
    public void Schema_BlobOfVersionZero_IsRead()
    {
        const string json = """
            {"name":"大厅","code":"C-01","main":{"shown":"rtsp://192.0.2.10:554/live"},"credential":{"userName":"admin","protectedPassword":"AA=="},
            "transport":"Tcp","enabled":true,"alwaysOn":true,"unitId":"u","revision":3,
            "link":{"state":"Online","cause":{"code":"none"},"since":"2026-11-24T08:00:00+00:00"},"simulated":true,"notPlayable":"h265"}
            """;

        var state = CameraRecord.Schema.Read(new Command.Silo.Storage.AggregateKey("camera", Id), new(1, 0, json));

        Assert.Equal(("大厅", 3L, TransportPreference.Tcp, "h265"), (state.Name, state.Revision, state.Transport, state.NotPlayable));
        Assert.Equal((DeviceState.Online, "none"), (state.Link.State, state.Link.Cause.Code));
        Assert.Equal(state, CameraRecord.Schema.Read(new("camera", Id), new(1, 0, CameraRecord.Schema.Write(state))));
    }

    private static CameraState Apply(CameraState? current, CameraDraft draft) => CameraDraftRules.Apply(Id, current, draft, Link, Secrets);
}
