using System.Net;
using System.Net.Sockets;
using System.Text;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Api;

[Collection(OneBoxSuite.Name)]
public sealed class CameraEndpointTests(OneBox box)
{
    [Fact]
    public async Task Camera_CreateReadChangeDelete_NeverShowsItsSecret()
    {
        var unit = await box.MakeUnitAsync();
        var made = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/cameras",
            new
            {
                name = "North gate",
                address = "rtsp://viewer:s3cret-word@127.0.0.1:9/main",
                unitId = unit,
                transport = "tcp",
            }
        );
        Assert.Equal(201, made.Status);
        Assert.DoesNotContain("s3cret-word", made.Body, StringComparison.Ordinal);
        Assert.True(made.Json.GetProperty("hasCredential").GetBoolean());
        Assert.Equal("tcp", made.Text("transport"));
        var path = $"/api/v1/cameras/{made.Text("id")}";
        Assert.Equal(path, made.Headers.Location?.OriginalString);
        var read = await box.SendAsync(HttpMethod.Get, path);
        Assert.Equal(("North gate", "rtsp://127.0.0.1:9/main"), (read.Text("name"), read.Text("address")));
        Assert.DoesNotContain("s3cret-word", read.Body, StringComparison.Ordinal);
        var changed = await box.SendAsync(
            HttpMethod.Put,
            path,
            new
            {
                name = "North gate 2",
                address = "rtsp://127.0.0.1:9/main",
                unitId = unit,
                enabled = false,
            }
        );
        Assert.Equal((200, "North gate 2"), (changed.Status, changed.Text("name")));
        Assert.True(changed.Json.GetProperty("hasCredential").GetBoolean());
        Assert.Equal("disabled", changed.Text("state"));
        var stale = await box.SendAsync(
            HttpMethod.Put,
            path,
            new
            {
                name = "x",
                address = "rtsp://127.0.0.1:9/main",
                unitId = unit,
            },
            request => request.Headers.IfMatch.Add(made.Headers.ETag!)
        );
        Assert.Equal(412, stale.Status);
        var history = await box.SendAsync(HttpMethod.Get, $"{path}/history?take=10");
        Assert.Contains(
            history.Json.GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("cause").GetProperty("code").GetString() == "disabled-by-person"
        );
        Assert.Equal(204, (await box.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task List_SearchesAndPages()
    {
        var unit = await box.MakeUnitAsync();
        var tag = Guid.NewGuid().ToString("n")[..8];
        foreach (var name in new[] { $"B {tag}", $"A {tag}", $"C {tag}" })
        {
            await box.MakeCameraAsync(unit, name);
        }
        var first = await box.SendAsync(HttpMethod.Get, $"/api/v1/cameras?text={tag.ToUpperInvariant()}&take=2");
        Assert.Equal(3, first.Json.GetProperty("total").GetInt32());
        var names = first.Json.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("name").GetString());
        Assert.Equal([$"A {tag}", $"B {tag}"], names);
        var rest = await box.SendAsync(
            HttpMethod.Get,
            $"/api/v1/cameras?text={tag}&take=2&after={Uri.EscapeDataString(first.Text("next"))}"
        );
        Assert.Equal($"C {tag}", rest.Json.GetProperty("devices")[0].GetProperty("name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, rest.Json.GetProperty("next").ValueKind);
        Assert.Equal("camera", rest.Json.GetProperty("devices")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("take=0")]
    [InlineData("take=501")]
    [InlineData("take=many")]
    public async Task List_BadTake_NamesTheRange(string query)
    {
        var answer = await box.SendAsync(HttpMethod.Get, $"/api/v1/cameras?{query}");
        answer.IsProblem(400, "number-out-of-range");
        Assert.Equal("take", answer.Text("field"));
        Assert.Contains("500", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01jd0000000000000000000000")]
    public async Task UnknownCamera_Is404Everywhere(string id)
    {
        var draft = new
        {
            name = "x",
            address = "rtsp://127.0.0.1:9/x",
            unitId = "x",
        };
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Get, $"/api/v1/cameras/{id}")).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Put, $"/api/v1/cameras/{id}", draft)).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Delete, $"/api/v1/cameras/{id}")).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Get, $"/api/v1/cameras/{id}/history")).Status);
        Assert.Equal(404, (await box.SendAsync(HttpMethod.Get, $"/api/v1/cameras/{id}/still")).Status);
    }

    [Fact]
    public async Task Create_BadFields_AreNamed()
    {
        var unit = await box.MakeUnitAsync();
        await ExpectAsync(
            new
            {
                name = "",
                address = "rtsp://127.0.0.1/x",
                unitId = unit,
            },
            "name"
        );
        await ExpectAsync(
            new
            {
                name = "x",
                address = "http://127.0.0.1/x",
                unitId = unit,
            },
            "address"
        );
        await ExpectAsync(
            new
            {
                name = "x",
                address = "rtsp://127.0.0.1/x",
                unitId = unit,
                credential = new { userName = "u", password = "p\r\nTEARDOWN" },
            },
            "credential.password"
        );
        var wrongEnum = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/cameras",
            new
            {
                name = "x",
                address = "rtsp://127.0.0.1/x",
                unitId = unit,
                transport = "pigeon",
            }
        );
        wrongEnum.IsProblem(400, "bad-value");
        Assert.Equal("transport", wrongEnum.Text("field"));
        var nowhere = await box.SendAsync(
            HttpMethod.Post,
            "/api/v1/cameras",
            new
            {
                name = "x",
                address = "rtsp://127.0.0.1/x",
                unitId = "gone",
            }
        );
        Assert.True(nowhere.Status is 400 or 404, nowhere.Body);
        return;

        async Task ExpectAsync(object draft, string field)
        {
            var answer = await box.SendAsync(HttpMethod.Post, "/api/v1/cameras", draft);
            Assert.Equal(400, answer.Status);
            Assert.Equal(field, answer.Text("field"));
        }
    }

    [Fact]
    public async Task Probe_ClosedPort_SaysConnectionRefused()
    {
        var answer = await ProbeAsync($"rtsp://127.0.0.1:{ClosedPort()}/main");
        Assert.Equal(200, answer.Status);
        Assert.False(answer.Json.GetProperty("reachable").GetBoolean());
        Assert.Equal("connection-refused", answer.Json.GetProperty("cause").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Probe_PortThatSpeaksNoRtsp_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeNonsenseAsync(listener);
        var answer = await ProbeAsync($"rtsp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/main");
        Assert.Equal("not-rtsp", answer.Json.GetProperty("cause").GetProperty("code").GetString());
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task Probe_BadAddress_IsRefused()
    {
        var answer = await ProbeAsync("ftp://127.0.0.1/x");
        Assert.Equal(400, answer.Status);
        Assert.Equal("address", answer.Text("field"));
    }

    [Fact]
    public async Task Still_OfACameraThatIsDown_SaysWhy_AndTakesOnlySaneWidths()
    {
        var camera = await box.MakeCameraAsync(await box.MakeUnitAsync());
        var path = $"/api/v1/cameras/{camera.Text("id")}/still";
        var still = await box.SendAsync(HttpMethod.Get, path);
        still.IsProblem(503, "connection-refused");
        Assert.NotNull(still.Headers.RetryAfter);
        (await box.SendAsync(HttpMethod.Get, $"{path}?width=5")).IsProblem(400, "number-out-of-range");
    }

    private Task<OneBox.Answer> ProbeAsync(string address) =>
        box.SendAsync(HttpMethod.Post, "/api/v1/cameras/probe", new { address, credential = new { userName = "a", password = "b" } });

    private static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // bound above
    }

    private static async Task ServeNonsenseAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP ready\r\n500 what?\r\n\r\n"));
                var buffer = new byte[1024];
                while (await client.GetStream().ReadAsync(buffer) > 0) { }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over, or the client left.
        }
    }
}
