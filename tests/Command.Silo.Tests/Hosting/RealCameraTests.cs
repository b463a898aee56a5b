using System.Diagnostics;
using System.Net;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Silo.MediaHttp;
using Command.Silo.Tests.Fixtures;
using Command.TestKit.Peers;
using Command.Tools.LightClient;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Hosting;

/// <summary>The silo alone with a camera nobody here wrote.</summary>
public sealed class RealCameraTests : IAsyncLifetime
{
    /// <summary>The server itself: who may what is not what this is about.</summary>
    private static readonly CommandContext Person = CommandContext.System("corr-1");

    private WholeSilo _silo = null!; // set by InitializeAsync, which xUnit calls first

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _silo = await WholeSilo.StartAsync();
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Camera_PictureStillOfflineAndBack()
    {
        var server = await GstRtspServer.StartAsync(GstRtspServer.Video, "admin", "s3cret", cancellationToken: Cancellation);
        var address = server.Url();
        var camera = await AddAsync(address, new CredentialDraft("admin", "s3cret"));
        try
        {
            var online = await StateAsync(camera, DeviceState.Online);
            var track = online.Streams[0].Tracks.First(track => track.Kind == "video");
            Assert.Equal(("h264", 320, 180), (track.Codec, track.Width, track.Height));

            await WatchAsync(camera);
            await StillAsync(camera);
        }
        finally
        {
            await server.DisposeAsync();
        }

        var offline = await StateAsync(camera, DeviceState.Offline);
        Assert.True(offline.Cause.Code is "closed-by-peer" or "connection-refused" or "stalled", offline.Cause.ToString());
        Assert.NotNull(offline.Streams[0].RetryAt);
        await Until.TrueAsync(
            async () => (await DescribeAsync(camera)).Cause.Code == "connection-refused",
            "the retry finds nobody who listens"
        );
        var still = await Camera(camera).StillAsync(Person, 320, Cancellation);
        Assert.Equal((RefusalCode.Unavailable, "connection-refused"), (still.Refusal!.Code, still.Refusal.Reason));
    }

    [Fact]
    public async Task Camera_WrongPassword_IsOfflineAsUnauthorized()
    {
        await using var server = await GstRtspServer.StartAsync(GstRtspServer.Video, "admin", "s3cret", cancellationToken: Cancellation);

        var camera = await AddAsync(server.Url(), new CredentialDraft("admin", "wrong"));

        Assert.Equal("unauthorized", (await StateAsync(camera, DeviceState.Offline)).Cause.Code);
    }

    [Fact]
    public async Task Join_OneTrace_NamesEachStep()
    {
        var steps = new System.Collections.Concurrent.ConcurrentQueue<(string Name, ActivityTraceId Trace)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Command" or "test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => steps.Enqueue((activity.OperationName, activity.TraceId)),
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var server = await GstRtspServer.StartAsync(GstRtspServer.Video, cancellationToken: Cancellation);
        var camera = await AddAsync(server.Url(), null);
        await StateAsync(camera, DeviceState.Online);

        ActivityTraceId trace;
        using (var route = source.StartActivity("route"))
        {
            Assert.NotNull(route);
            trace = route.TraceId;
            await WatchAsync(camera);
        }

        string[] expected = ["place", "authorise", "source", "sdp", "ice", "dtls", "first-packet", "first-key-frame"];
        await Until.TrueAsync(
            () => expected.All(step => steps.Any(seen => seen.Name == step && seen.Trace == trace)),
            "every step is in the trace of the join"
        );
    }

    [Fact]
    public async Task Door_WithoutGoodGrant_IsShut()
    {
        var door = _silo.Services.GetRequiredService<MediaDoor>();
        using var http = new HttpClient { BaseAddress = new Uri(door.BaseAddress) };
        var path = $"/media/still/camera/{Ulid.New(TimeProvider.System)}/main";

        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"{path}?width=320", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"{path}?width=320&grant=1.AAAA", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(path, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/media/still/..%2f?width=320", Cancellation)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Cancellation)).StatusCode);
        var ready = await http.GetStringAsync("/health/ready", Cancellation);
        Assert.Contains("\"media\":{\"status\":\"healthy\"", ready, StringComparison.Ordinal);
        Assert.Contains("command_media", await http.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
    }

    private async Task WatchAsync(string camera)
    {
        await using var client = new LightWebRtcClient();
        var key = new SessionKey(StreamPath.OfCamera(camera, "main"), Ulid.New(TimeProvider.System));
        var grain = _silo.Grains.GetGrain<IWhepSessionGrain>(key.GrainKey);
        var answer = await grain.OpenAsync(Person, client.Offer, Cancellation);
        Assert.Null(answer.Refusal);
        await client.ConnectAsync(answer.Value!.Sdp, Cancellation);
        await Until.TrueAsync(() => client.RtpPackets > 50, "packets arrive");
        Assert.Equal(0, client.BadPackets);
        Assert.True((await grain.CloseAsync(Person, "closed-by-viewer", Cancellation)).Accepted);
    }

    private async Task StillAsync(string camera)
    {
        var ticket = (await Camera(camera).StillAsync(Person, 160, Cancellation)).Value!;
        using var http = new HttpClient { BaseAddress = new Uri(ticket.DoorBaseAddress) };

        var answer = await http.GetAsync(ticket.PathAndQuery, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);
        var jpeg = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        var taken = DateTimeOffset.Parse(
            answer.Headers.GetValues("X-Still-Time").Single(),
            System.Globalization.CultureInfo.InvariantCulture
        );
        Assert.InRange(TimeProvider.System.GetUtcNow() - taken, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        var other = ticket.PathAndQuery.Replace("width=160", "width=320", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(other, Cancellation)).StatusCode);
    }

    private async Task<string> AddAsync(string address, CredentialDraft? credential)
    {
        var unit = await _silo.Units.CreateAsync(Person, new UnitDraft("Court", null, null, null, 0), Cancellation);
        var id = Ulid.New(TimeProvider.System);
        var draft = new CameraDraft("Hall", null, address, null, credential, TransportPreference.Auto, true, true, unit.Value!.Id, null);
        Assert.Null((await Camera(id).CreateAsync(Person, draft, Cancellation)).Refusal);
        return id;
    }

    private ICameraGrain Camera(string id) => _silo.Grains.GetGrain<ICameraGrain>(id);

    private async Task<CameraStatus> DescribeAsync(string id) => (await Camera(id).DescribeAsync(Person, Cancellation)).Value!;

    private Task<CameraStatus> StateAsync(string id, DeviceState state) =>
        Until.ValueAsync(async () => await DescribeAsync(id), status => status.State == state, $"camera is {state}");
}
