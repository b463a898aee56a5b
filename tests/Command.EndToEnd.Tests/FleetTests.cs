using System.Globalization;
using System.Text.Json.Nodes;
using Command.TestKit;
using Command.TestKit.Peers;
using Command.Tools.Simulator.Demo;
using Command.Tools.Simulator.Recorders;

namespace Command.EndToEnd.Tests;

/// <summary>A small fleet on a whole server: what tools/Bench fleet does with 300, so that it cannot rot.</summary>
[Collection(nameof(OneBoxTests))]
public sealed class FleetTests : IDisposable
{
    private const int Recorders = 20;
    private const int Live = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("command-fleet-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fleet_ServerAndBrokerKilled_EveryPositionIsStoredOnce(bool isExternal)
    {
        await using var server = await ServerProcess.StartAsync(Cancellation);
        var credentials = await ProvisionAsync(server);
        await using var broker = isExternal ? await StartBrokerAsync(server, credentials) : null;
        var from = TimeProvider.System.GetUtcNow();
        await using var fleet = RecorderSimulatorProcess.Start(
            CredentialsFile,
            null,
            [
                "--broker",
                $"127.0.0.1:{broker?.Port ?? server.MqttPort}",
                "--server",
                server.BaseAddress.ToString(),
                "--live",
                Text(Live),
                "--interval",
                "1",
                "--qos",
                "1",
                "--seconds",
                "30",
            ]
        );
        await fleet.WaitAsync(totals => totals["connected"] == Recorders && totals["live"] == Live, Patience, Cancellation);
        if (broker is not null)
        {
            await broker.StopAsync(Cancellation);
            await fleet.WaitAsync(totals => totals["waiting"] > Recorders, Patience, Cancellation);
            await broker.StartAgainAsync(Cancellation);
            await fleet.WaitAsync(totals => totals["connected"] == Recorders, Patience, Cancellation);
        }

        await server.KillAsync();
        await server.StartAgainAsync(Cancellation);

        await fleet.WaitAsync(totals => totals["connected"] == Recorders && totals["live"] == Live, Patience, Cancellation);
        Assert.Equal(0, await fleet.WaitForExitAsync(Cancellation));
        Assert.Equal((fleet["measured"], 0), (fleet["delivered"], fleet["dropped"]));
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        await StoredAsync(site, credentials, from, fleet["measured"]);
        var status = await site.GetAsync($"/api/v1/recorders/{credentials[0].Id}", Cancellation);
        Assert.True(status["simulated"]!.GetValue<bool>());
        Assert.Equal(RecorderPayloads.Model, (string?)status["info"]!["model"]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string CredentialsFile => Path.Combine(_folder, "recorders.jsonl");

    private async Task<List<RecorderCredential>> ProvisionAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.BaseAddress };
        var api = new CommandApi(http);
        await api.SignInAsync(Staff.Tester, server.Password, Cancellation);
        var made = await new RecorderProvisioner(api).EnsureAsync(CredentialsFile, Recorders, null, Cancellation);
        Assert.Equal(made, await new RecorderProvisioner(api).EnsureAsync(CredentialsFile, Recorders, null, Cancellation));
        return made;
    }

    /// <summary>An external broker that knows the devices; the server starts again with it.</summary>
    private static async Task<MosquittoBroker> StartBrokerAsync(ServerProcess server, List<RecorderCredential> credentials)
    {
        await server.KillAsync();
        var broker = await MosquittoBroker.StartAsync(credentials.ToDictionary(one => one.Serial, one => one.Key), Cancellation);
        server.Options =
        [
            $"--Mqtt:Broker=mqtt://127.0.0.1:{broker.Port}",
            $"--Mqtt:UserName={MosquittoBroker.ServerUser}",
            $"--Mqtt:Password={MosquittoBroker.ServerPassword}",
        ];
        await server.StartAgainAsync(Cancellation);
        return broker;
    }

    /// <summary>Tracks are written in batches: the last positions may be on their way.</summary>
    private static async Task StoredAsync(SiteApi site, List<RecorderCredential> credentials, DateTimeOffset from, long wanted)
    {
        var (rows, distinct) = (0, 0);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (distinct != wanted && !deadline.IsCancellationRequested)
        {
            (rows, distinct) = (0, 0);
            foreach (var recorder in credentials)
            {
                var since = Uri.EscapeDataString(from.ToString("O", CultureInfo.InvariantCulture));
                var until = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddMinutes(1).ToString("O", CultureInfo.InvariantCulture));
                var path = $"/api/v1/recorders/{recorder.Id}/track?from={since}&until={until}&take=5000";
                var times = (await site.GetAsync(path, Cancellation))["positions"]!.AsArray().Select(At).ToList();
                rows += times.Count;
                distinct += times.Distinct().Count();
            }
        }

        Assert.Equal((wanted, wanted), (rows, distinct));

        static string At(JsonNode? position) => position!["at"]!.GetValue<string>();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
