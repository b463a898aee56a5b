using System.Security.Cryptography;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Media.Hosting;
using Command.Silo.Hosting;
using Command.Silo.Tests.Fixtures;
using Command.Tools.LightClient;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Hosting;

/// <summary>Two silos that know of each other only through PostgreSQL.</summary>
public sealed class ClusterTests(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The server itself: who may what is not what this is about.</summary>
    private static readonly CommandContext Person = CommandContext.System("corr-1");

    private readonly FakeDevice _device = new();
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private WholeSilo _first = null!; // set by InitializeAsync, which xUnit calls first
    private WholeSilo? _second;
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _first = await StartAsync("one");
        _second = await StartAsync("two");
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await _second.DisposeAsync();
        }
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Viewer_WhicheverSiloIsAsked_IsPlacedWhereTheStreamIs()
    {
        var places = new HashSet<string>();
        for (var i = 0; i < 40 && places.Count < 2; i++)
        {
            var camera = Assert.Single(await CamerasAsync(1));
            await using var client = new LightWebRtcClient();
            var key = new SessionKey(StreamPath.OfCamera(camera, "main"), Ulid.New(TimeProvider.System));
            var session = _first.Grains.GetGrain<IWhepSessionGrain>(key.GrainKey);

            Assert.Null((await session.OpenAsync(Person, client.Offer, Cancellation)).Refusal);

            var where = await _first.Grains.GetGrain<ICameraGrain>(camera).WhereAsync(Cancellation);
            var silo = Assert.Single(Silos(), silo => Sessions(silo).Contains(key.PublicId));
            Assert.Equal(where, silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString());
            places.Add(where);
            await session.CloseAsync(Person, "closed-by-viewer", Cancellation);
        }
        Assert.Equal(2, places.Count);
    }

    [Fact]
    public async Task Silo_Goes_ItsCamerasComeBackOnTheOther()
    {
        var cameras = await CamerasAsync(6);

        await _second!.DisposeAsync();
        _second = null;

        var survivor = _first.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();
        foreach (var camera in cameras)
        {
            await Until.TrueAsync(
                () => _device.IsRunning(StreamPath.OfCamera(camera, "main").Value),
                "the camera is pulled again and nobody asked for it"
            );
            Assert.Equal(survivor, await _first.Grains.GetGrain<ICameraGrain>(camera).WhereAsync(Cancellation));
            await OnlineAsync(camera);
        }
    }

    private IEnumerable<WholeSilo> Silos() => _second is null ? [_first] : [_first, _second];

    private static IEnumerable<string> Sessions(WholeSilo silo) =>
        silo.Services.GetRequiredService<MediaServer>().Sessions.Select(session => session.SessionId);

    private Task<WholeSilo> StartAsync(string node) =>
        WholeSilo.StartAsync(
            new Dictionary<string, string?>
            {
                ["Command:Database"] = "postgres",
                ["Command:ConnectionString"] = _database,
                ["Command:Node"] = node,
                ["Command:Silo:Clustering"] = "postgres",
                ["Command:Silo:AdvertisedAddress"] = "127.0.0.1",
                ["Command:Silo:SiloPort"] = $"{FreePort.Or(0)}",
                ["Command:Silo:GatewayPort"] = $"{FreePort.Or(0)}",
                ["Command:MediaNode:DeviceSweep"] = "00:00:01",
                ["COMMAND_MASTER_KEY"] = _masterKey,
                ["Mqtt:Enabled"] = "false",
            },
            _device
        );

    private async Task<List<string>> CamerasAsync(int count)
    {
        var unit = await _first.Units.CreateAsync(Person, new UnitDraft(Ulid.New(TimeProvider.System), null, null, null, 0), Cancellation);
        var cameras = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var id = Ulid.New(TimeProvider.System);
            var draft = new CameraDraft(
                $"Camera {i}",
                null,
                "rtsp://192.0.2.10/",
                null,
                null,
                TransportPreference.Auto,
                true,
                true,
                unit.Value!.Id,
                null
            );
            Assert.Null((await _first.Grains.GetGrain<ICameraGrain>(id).CreateAsync(Person, draft, Cancellation)).Refusal);
            await OnlineAsync(id);
            cameras.Add(id);
        }
        return cameras;
    }

    private Task OnlineAsync(string camera) =>
        Until.TrueAsync(
            async () =>
                (await _first.Grains.GetGrain<ICameraGrain>(camera).DescribeAsync(Person, Cancellation)).Value?.State == DeviceState.Online,
            "the camera is online"
        );
}
