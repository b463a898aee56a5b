using Command.Media.Workers;

namespace Command.Media.Tests.Workers;

public sealed class WorkerCommandTests
{
    [Theory]
    [InlineData(null, "/opt/command/Command.Web", "/opt/command/Command.Web.dll", "/opt/command/Command.Web", "")]
    [InlineData("", "/usr/bin/dotnet", "/opt/command/Command.Web.dll", "/usr/bin/dotnet", "exec /opt/command/Command.Web.dll")]
    [InlineData(null, null, "/opt/command/Command.Web.dll", "dotnet", "exec /opt/command/Command.Web.dll")]
    [InlineData("/w/Worker.dll", "/usr/bin/dotnet", "/x.dll", "/usr/bin/dotnet", "exec /w/Worker.dll")]
    [InlineData("/w/Worker.dll", "/opt/command/Command.Web", "/x.dll", "dotnet", "exec /w/Worker.dll")]
    [InlineData("/w/worker", "/usr/bin/dotnet", "/x.dll", "/w/worker", "")]
    public void Resolve_HowThisProgramWasStarted_DecidesTheCommand(
        string? option,
        string? processPath,
        string entryPath,
        string fileName,
        string arguments
    )
    {
        var command = WorkerCommand.Resolve(option, processPath, entryPath);

        Assert.Equal(fileName, command.FileName);
        Assert.Equal(arguments, string.Join(' ', command.Arguments));
    }

    [Fact]
    public void Problems_Defaults_AreNone() => Assert.Empty(new WorkerOptions().Problems());

    [Fact]
    public void Problems_OutOfRange_NameValueAndRange()
    {
        var problem = Assert.Single(new WorkerOptions { WorkerQueue = 0 }.Problems());

        Assert.Equal("Media:WorkerQueue is 0; it must be between 1 and 1024.", problem);
    }
}
