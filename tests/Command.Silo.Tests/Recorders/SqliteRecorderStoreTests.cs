namespace Command.Silo.Tests.Recorders;

public sealed class SqliteRecorderStoreTests : RecorderStoreTests
{
    protected override Task ConfigureAsync(Dictionary<string, string?> settings) => Task.CompletedTask;
}
