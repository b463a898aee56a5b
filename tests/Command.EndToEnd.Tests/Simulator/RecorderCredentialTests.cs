using Command.Tools.Simulator.Recorders;

namespace Command.EndToEnd.Tests.Simulator;

public sealed class RecorderCredentialTests
{
    [Fact]
    public void WriteAll_File_IsReadAgainAndForItsOwnerOnly()
    {
        var folder = Directory.CreateTempSubdirectory("command-credentials-");
        try
        {
            var path = Path.Combine(folder.FullName, "recorders.jsonl");
            RecorderCredential[] credentials = [new("01a", "SIM-BWC-0001", "key-1"), new("01b", "SIM-BWC-0002", "key-2")];

            Assert.Empty(RecorderCredential.ReadAll(path));
            RecorderCredential.WriteAll(path, credentials);

            Assert.Equal(credentials, RecorderCredential.ReadAll(path));
            Assert.Equal("rec.01a.key-1", credentials[0].Bearer);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
