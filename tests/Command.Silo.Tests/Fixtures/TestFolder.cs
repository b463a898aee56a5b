namespace Command.Silo.Tests.Fixtures;

/// <summary>A temporary folder that goes with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("command-silo-tests-").FullName;

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
