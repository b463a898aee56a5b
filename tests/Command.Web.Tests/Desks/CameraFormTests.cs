using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class CameraFormTests
{
    [Fact]
    public void ToDraft_Untouched_KeepsTheStoredCredential() => Assert.Null(Stored().ToDraft().Credential);

    [Fact]
    public void ToDraft_NewPassword_SendsBoth()
    {
        var form = Stored();
        form.Password = "secret";
        var credential = form.ToDraft().Credential;
        Assert.Equal(("viewer", "secret"), (credential?.UserName, credential?.Password));
    }

    [Fact]
    public void ToDraft_EmptiedName_RemovesTheCredential()
    {
        var form = Stored();
        form.UserName = "";
        Assert.Equal("", form.ToDraft().Credential?.UserName);
    }

    [Fact]
    public void PasswordMissing_ChangedNameWithoutPassword_IsTrue()
    {
        var form = Stored();
        Assert.False(form.PasswordMissing);
        form.UserName = "other";
        Assert.True(form.PasswordMissing);
        form.Password = "x";
        Assert.False(form.PasswordMissing);
    }

    [Fact]
    public void ToDraft_Blanks_BecomeNull()
    {
        var draft = new CameraForm("u1")
        {
            Name = " Gate ",
            Address = " rtsp://x ",
            Code = " ",
        }.ToDraft();
        Assert.Equal(("Gate", "rtsp://x"), (draft.Name, draft.Address));
        Assert.Null(draft.Code);
        Assert.Null(draft.SubAddress);
        Assert.Null(draft.Credential);
        Assert.Null(draft.Place);
        Assert.True(draft.Enabled);
    }

    private static CameraForm Stored() => new(FakeSite.Status("c1", "Gate", hasCredential: true));
}
