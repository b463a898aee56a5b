namespace Command.Silo.Tests.Storage;

public sealed class SqliteDeadlineTests : DeadlineTests
{
    protected override Task ConfigureAsync(Dictionary<string, string?> settings) => Task.CompletedTask;
}
