using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Storage;

public abstract class CrashTestsBase : StoreTestsBase
{
    private const int EnoughCommands = 400;

    [Fact]
    public async Task Kill9_InTheMiddleOfWriting_LosesNothingAcknowledgedAndHalvesNothing()
    {
        await Record.DisposeAsync();
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "acknowledged");

        await WriteUntilKilledAsync(file);
        Record = await TestRecord.OpenAsync(Settings, Time);

        var events = await Record.EventsAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), events.Select(row => row.Seq));
        var acknowledged = await AcknowledgedAsync(file);
        Assert.True(acknowledged.Count >= EnoughCommands, $"{acknowledged.Count} commands were acknowledged");
        foreach (var (id, version, seq) in acknowledged)
        {
            var row = events[(int)seq - 1];
            Assert.Equal((id, $"{version}"), (row.Id, row.Type));
        }

        // Whole commands only: the state, both events and the deadline of a version are there together.
        var deadlines = (await Record.RowsAsync<DeadlineRow>()).ToDictionary(row => row.Id);
        foreach (var state in await Record.RowsAsync<AggregateRow>())
        {
            Assert.Equal($"{state.Version}", state.Json);
            Assert.Equal(state.Version * 2, events.Count(row => row.Id == state.Id));
            Assert.Equal(state.Version * 1_000_000, deadlines[state.Id].DueUs);
        }
    }

    private async Task WriteUntilKilledAsync(string acknowledgedFile)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Command.Silo.Tests"))
        {
            ArgumentList = { "-method", $"{typeof(CrashWriter).FullName}.{nameof(CrashWriter.WriteUntilKilled)}", "-explicit", "only" },
            Environment =
            {
                [CrashWriter.SettingsVariable] = JsonSerializer.Serialize(Settings),
                [CrashWriter.AcknowledgedVariable] = acknowledgedFile,
            },
            RedirectStandardOutput = true,
        };
        using var victim = Process.Start(start) ?? throw new InvalidOperationException("The writer did not start.");
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            deadline.CancelAfter(TimeSpan.FromMinutes(2));
            while ((await AcknowledgedAsync(acknowledgedFile)).Count < EnoughCommands)
            {
                Assert.False(victim.HasExited, "The writer ended by itself.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
            }
        }
        finally
        {
            victim.Kill(); // SIGKILL: no handler runs
            await victim.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<List<(string Id, long Version, long Seq)>> AcknowledgedAsync(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(Cancellation);
        return
        [
            .. text[..(text.LastIndexOf('\n') + 1)]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' '))
                .Select(part => (part[0], Number(part[1]), Number(part[2]))),
        ];
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
