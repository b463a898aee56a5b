using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Command.TestKit;

namespace Command.Web.Tests.Fakes;

/// <summary>One real server for all endpoint tests; each test makes its own units and cameras.</summary>
public sealed class OneBox : IAsyncLifetime
{
    public OneBoxHost Host { get; private set; } = null!; // InitializeAsync sets it before any test runs

    /// <summary>Signed in by an access token.</summary>
    public HttpClient Client { get; private set; } = null!; // InitializeAsync sets it before any test runs

    public async ValueTask InitializeAsync()
    {
        Host = await OneBoxHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        Client = await Host.SignInAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Sends one request and reads the answer as JSON (Undefined when there is no JSON).</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        Action<HttpRequestMessage>? change = null,
        HttpClient? client = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        change?.Invoke(request);
        using var answer = await (client ?? Client).SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var json = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(
            (int)answer.StatusCode,
            json && bytes.Length > 0 ? JsonDocument.Parse(bytes).RootElement : default,
            answer.Headers,
            answer.Content.Headers.ContentType?.MediaType,
            Encoding.UTF8.GetString(bytes)
        );
    }

    /// <summary>A unit with a name of its own.</summary>
    public async Task<string> MakeUnitAsync(string? parentId = null)
    {
        var made = await SendAsync(HttpMethod.Post, "/api/v1/units", new { name = $"unit {Guid.NewGuid():n}", parentId });
        Assert.Equal(201, made.Status);
        return made.Text("id");
    }

    /// <summary>A camera at an address that nothing answers.</summary>
    public async Task<Answer> MakeCameraAsync(string unitId, string? name = null)
    {
        var made = await SendAsync(
            HttpMethod.Post,
            "/api/v1/cameras",
            new
            {
                name = name ?? $"camera {Guid.NewGuid():n}",
                address = "rtsp://127.0.0.1:9/main",
                unitId,
            }
        );
        Assert.Equal(201, made.Status);
        return made;
    }

    /// <summary>Puts a recorder into the tester's hands, who may then send and report with it.</summary>
    public async Task HoldAsync(string recorderId)
    {
        var me = await SendAsync(HttpMethod.Get, "/api/v1/me/access");
        var officer = new
        {
            number = "012345",
            name = "tester",
            accountId = me.Text("subjectId"),
        };
        Assert.Equal(200, (await SendAsync(HttpMethod.Put, $"/api/v1/recorders/{recorderId}/officer", officer)).Status);
    }

    public sealed record Answer(int Status, JsonElement Json, HttpResponseHeaders Headers, string? MediaType, string Body)
    {
        public string Text(string property) => Json.GetProperty(property).GetString()!; // asserted by its use

        /// <summary>Asserts that this is a problem with status, reason and words.</summary>
        public void IsProblem(int status, string reason)
        {
            Assert.True(status == Status, $"{Status} instead of {status}: {Body}");
            Assert.Equal("application/problem+json", MediaType);
            Assert.Equal(reason, Text("reason"));
            Assert.Equal($"urn:command:problem:{reason}", Text("type"));
            Assert.Equal(status, Json.GetProperty("status").GetInt32());
            Assert.NotEmpty(Text("title"));
            Assert.NotEmpty(Text("detail"));
            Assert.NotEmpty(Text("traceId"));
            Assert.DoesNotContain("   at ", Body, StringComparison.Ordinal);
        }
    }
}
