namespace Command.Silo.Tests.Storage;

public sealed class SqliteCrashTests : CrashTestsBase
{
    protected override Task ConfigureAsync(Dictionary<string, string?> settings) => Task.CompletedTask;
}
