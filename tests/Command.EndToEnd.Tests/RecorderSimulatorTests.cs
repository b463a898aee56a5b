using System.Text.Json.Nodes;
using Command.TestKit.Peers;
using Command.Tools.Simulator.Recorders;

namespace Command.EndToEnd.Tests;

/// <summary>Simulated recorders at a broker that nobody here wrote, with the access rules of docs/guide/mosquitto.</summary>
public sealed class RecorderSimulatorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("command-recorders-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recorder_ComesAndGoes_SaysWhatItIs()
    {
        await using var broker = await StartAsync(1);
        await using var listener = await SiteListener.ConnectAsync(broker.Port, Cancellation);
        await using (var recorders = Recorders(broker, "--interval", "0.2", "--seconds", "2"))
        {
            Assert.Equal(0, await recorders.WaitForExitAsync(Cancellation));
        }

        var info = await listener.WaitAsync(heard => heard.Topic == "info", Cancellation);
        var status = await listener.WaitAsync(heard => heard.Topic == "status", Cancellation);
        var health = await listener.WaitAsync(heard => heard.Topic == "telemetry/health", Cancellation);
        var goodbye = await listener.WaitAsync(
            heard => heard.Topic == "status" && !heard.Payload["online"]!.GetValue<bool>(),
            Cancellation
        );
        Assert.Equal(("Command Simulator", true), (info.Text("model"), info.Payload["simulated"]!.GetValue<bool>()));
        Assert.True(status.Payload["online"]!.GetValue<bool>());
        Assert.Equal(info.Text("boot"), status.Text("boot"));
        Assert.InRange(health.Payload["battery"]!.GetValue<int>(), 1, 100);
        Assert.Equal("shutdown", goodbye.Text("reason"));
        var numbers = listener.Messages.Where(heard => heard.Topic == "telemetry/gnss").SelectMany(heard => heard.Positions).ToList();
        Assert.True(numbers.Count > 3);
        Assert.Equal(numbers.OrderBy(number => number.Sequence), numbers);
    }

    [Fact]
    public async Task Recorder_PowerIsCut_LeavesItsWill()
    {
        await using var broker = await StartAsync(1);
        await using var listener = await SiteListener.ConnectAsync(broker.Port, Cancellation);
        await using (var recorders = Recorders(broker))
        {
            await recorders.WaitAsync(totals => totals["connected"] == 1, Patience, Cancellation);
        }

        // The will waits for its delay of 20 s: a recorder that comes back in between was never away.
        var will = await listener.WaitAsync(heard => heard.Topic == "status" && !heard.Payload["online"]!.GetValue<bool>(), Cancellation);
        Assert.Equal("lost", will.Text("reason"));
    }

    [Fact]
    public async Task Recorders_BrokerStoppedAndNetworksLost_TellEveryPositionOnce()
    {
        await using var broker = await StartAsync(5);
        await using var listener = await SiteListener.ConnectAsync(broker.Port, Cancellation);
        await using var recorders = Recorders(broker, "--interval", "0.2", "--qos", "1", "--flap", "8", "--seconds", "12");
        await recorders.WaitAsync(totals => totals["delivered"] > 20, Patience, Cancellation);
        await broker.StopAsync(Cancellation);
        await recorders.WaitAsync(totals => totals["waiting"] > 20, Patience, Cancellation);
        await broker.StartAgainAsync(Cancellation);
        await listener.ConnectAgainAsync(Cancellation);

        Assert.Equal(0, await recorders.WaitForExitAsync(Cancellation));

        var measured = recorders["measured"];
        Assert.Equal(measured, recorders["delivered"]);
        Assert.True(recorders["deliveredLate"] > 20);
        await listener.WaitAsync(_ => Distinct() == measured, Cancellation);
        var late = listener.Messages.Where(heard => heard.Payload["items"] is not null).ToList();
        Assert.All(late, heard => Assert.All(heard.Payload["items"]!.AsArray(), item => Assert.True(item!["buffered"]!.GetValue<bool>())));
        Assert.All(late, heard => Assert.Equal(heard.Positions.OrderBy(position => position.Sequence), heard.Positions));

        long Distinct() => listener.Messages.SelectMany(heard => heard.Positions).Distinct().LongCount();
    }

    [Fact]
    public async Task Recorder_Orders_AreObeyedOnceAndInTime()
    {
        await using var broker = await StartAsync(1);
        await using var listener = await SiteListener.ConnectAsync(broker.Port, Cancellation);
        await using var recorders = Recorders(broker);
        await recorders.WaitAsync(totals => totals["connected"] == 1, Patience, Cancellation);
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var serial = RecorderProvisioner.SerialOf(1);

        await listener.OrderAsync(serial, "light", "o-1", soon, [], Cancellation);
        await listener.OrderAsync(serial, "light", "o-1", soon, [], Cancellation);
        await listener.OrderAsync(serial, "beep", "o-2", soon.AddMinutes(-2), [], Cancellation);
        await listener.OrderAsync(serial, "fw.update", "o-3", soon, [], Cancellation);
        await listener.OrderAsync(serial, "stream.start", "o-4", soon, [], Cancellation); // it knows no server
        await listener.OrderAsync(serial, "locate.rate", "o-5", soon, new JsonObject { ["seconds"] = 1 }, Cancellation);
        await listener.OrderAsync(
            serial,
            "time.sync",
            "o-6",
            soon,
            new JsonObject { ["ts"] = soon.ToUnixTimeMilliseconds() },
            Cancellation
        );

        await listener.WaitAsync(heard => heard.Topic == "ack" && heard.Text("id") == "o-6", Cancellation);
        Assert.Equal(
            [("o-1", 0), ("o-1", 0), ("o-2", 408), ("o-3", 501), ("o-4", 501), ("o-5", 0), ("o-6", 0)],
            listener
                .Messages.Where(heard => heard.Topic == "ack")
                .Select(heard => (heard.Text("id"), heard.Payload["code"]!.GetValue<int>()))
        );
        await recorders.WaitAsync(totals => totals["orders"] == 3 && totals["expired"] == 1, Patience, Cancellation);
        // Its clock was set a minute ahead, and it says so in what it measures.
        await listener.WaitAsync(
            heard => heard.Topic == "telemetry/gnss" && heard.Payload["ts"]!.GetValue<long>() >= soon.ToUnixTimeMilliseconds(),
            Cancellation
        );
    }

    [Fact]
    public async Task Recorder_Sos_IsToldUntilItIsAcknowledged()
    {
        await using var broker = await StartAsync(1);
        await using var listener = await SiteListener.ConnectAsync(broker.Port, Cancellation);
        await using var recorders = Recorders(broker, "--sos-every", "1");
        var sos = await listener.WaitAsync(heard => heard.Topic == "event/sos", Cancellation);

        Assert.Equal(("sos", "start"), (sos.Text("type"), sos.Text("state")));
        Assert.InRange(sos.Payload["pos"]!["lat"]!.GetValue<double>(), 31.85, 31.87);
        // Not acknowledged yet: the same event with the same number comes again after ten seconds.
        await listener.WaitAsync(_ => listener.Messages.Count(heard => IsSame(heard)) == 2, Cancellation);
        await listener.OrderAsync(
            sos.Serial,
            "sos.ack",
            "o-1",
            TimeProvider.System.GetUtcNow().AddMinutes(1),
            new JsonObject { ["id"] = sos.Text("id") },
            Cancellation
        );
        await recorders.WaitAsync(totals => totals["sosAcknowledged"] == 1, Patience, Cancellation);

        bool IsSame(SiteListener.Heard heard) =>
            heard.Topic == "event/sos"
            && heard.Text("id") == sos.Text("id")
            && heard.Payload["seq"]!.GetValue<long>() == sos.Payload["seq"]!.GetValue<long>();
    }

    [Fact]
    public async Task Recorder_Misbehaving_IsRefusedAndGoesOn()
    {
        await using var broker = await StartAsync(1);
        await using var listener = await SiteListener.ConnectAsync(broker.Port, Cancellation);
        await using var recorders = Recorders(broker, "--interval", "0.2", "--qos", "1", "--wrong");

        await recorders.WaitAsync(totals => totals["mischief"] >= 4 && totals["refused"] >= 2, Patience, Cancellation);
        var delivered = recorders["delivered"];
        await recorders.WaitAsync(totals => totals["delivered"] > delivered + 10, Patience, Cancellation);

        Assert.All(listener.Messages, heard => Assert.Equal(RecorderProvisioner.SerialOf(1), heard.Serial));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string CredentialsFile() => Path.Combine(_folder, "recorders.jsonl");

    private static RecorderCredential Credential(int number) => new($"id-{number}", RecorderProvisioner.SerialOf(number), $"key-{number}");

    private async Task<MosquittoBroker> StartAsync(int count)
    {
        var credentials = Enumerable.Range(1, count).Select(Credential).ToList();
        RecorderCredential.WriteAll(CredentialsFile(), credentials);
        return await MosquittoBroker.StartAsync(credentials.ToDictionary(one => one.Serial, one => one.Key), Cancellation);
    }

    private RecorderSimulatorProcess Recorders(MosquittoBroker broker, params string[] arguments) =>
        RecorderSimulatorProcess.Start(CredentialsFile(), null, ["--broker", $"127.0.0.1:{broker.Port}", .. arguments]);
}
