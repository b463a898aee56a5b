using System.Text.Json;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Storage;

/// <summary>
/// The victim of <see cref="CrashTestsBase"/>: writes until it is killed and notes every command in a file after, and only after, the store
/// has acknowledged it. Runs in a process of its own, started by name.
/// </summary>
public sealed class CrashWriter
{
    public const string SettingsVariable = "COMMAND_CRASH_SETTINGS";
    public const string AcknowledgedVariable = "COMMAND_CRASH_ACKNOWLEDGED";
    private const int Writers = 32;

    [Fact(Explicit = true)]
    public async Task WriteUntilKilled()
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(Required(SettingsVariable));
        await using var record = await TestRecord.OpenAsync(settings ?? []);
        await using var acknowledged = new StreamWriter(Required(AcknowledgedVariable)) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(record, $"{writer}", acknowledged)));
        Assert.Fail("The writer is killed, it never ends.");
    }

    private static async Task WriteAsync(TestRecord record, string id, StreamWriter acknowledged)
    {
        for (var version = 0L; ; version++)
        {
            var write = new AggregateWrite(new AggregateKey("crash", id), version, 0, $"{version + 1}")
            {
                Events = [new EventDraft($"{version + 1}", TestRecord.Actor), new EventDraft("second", TestRecord.Actor)],
                Deadlines = [new DeadlineChange("version", DateTimeOffset.UnixEpoch.AddSeconds(version + 1))],
            };
            var saved = Assert.IsType<SaveResult.Saved>(await record.Store.SaveAsync(write, CancellationToken.None));
            Note(acknowledged, $"{id} {saved.Version} {saved.FirstSeq}");
        }
    }

    private static void Note(StreamWriter acknowledged, string line)
    {
        lock (acknowledged)
        {
            acknowledged.WriteLine(line);
        }
    }

    private static string Required(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set.");
}
