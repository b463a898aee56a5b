using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.AspNetCore.Http.Features;

namespace Command.Web.Api;

/// <summary>
/// <c>GET /api/v1/events</c>: server-sent events a person may see. First <c>hello</c>, then events as they come, and a comment at least
/// every 10 s. It ends when the session ends, when the client is too slow, or when events may have been lost; the client comes back and
/// reads the state afresh.
/// </summary>
internal static class EventStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>A client that takes no byte for so long is gone or hopeless.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/events", StreamAsync)
            .WithTags("Events")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .WithSummary(
                "Server-sent events: hello, device-changed, device-removed, stream-changed, units-changed, wall-changed, viewing-ended, signal-changed, recorder-told."
            );

    private static async Task StreamAsync(
        HttpContext http,
        WallObserver observer,
        SessionValidator sessions,
        SiteInfo site,
        TimeProvider time,
        IHostApplicationLifetime lifetime
    )
    {
        var session = SessionClaims.Of(http.User)!;
        using var subscription = await observer.SubscribeAsync(session.AccountId, http.RequestAborted);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var frame = new ArrayBufferWriter<byte>(4096);
        var number = 0L;
        try
        {
            var hello = JsonSerializer.SerializeToUtf8Bytes(new Hello(site.Node, time.GetUtcNow(), site.Version), WireJson.Options);
            Append(frame, ++number, "hello", hello);
            await SendAsync(http, frame, time, ending.Token);
            var notices = new List<WallNotice>();
            while (await sessions.IsAliveAsync(session.AccountId, session.SessionId, ending.Token))
            {
                var more = await WaitAsync(subscription, time, ending.Token);
                if (more == Waited.Closed)
                {
                    return;
                }
                if (more == Waited.TimedOut)
                {
                    frame.Write(":\n\n"u8);
                }
                subscription.Drain(notices);
                foreach (var notice in notices)
                {
                    Append(frame, ++number, notice.Name, notice.Json.Span);
                }
                notices.Clear();
                await SendAsync(http, frame, time, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client left, the server stops, or a write took too long: in each case this stream is over.
            http.Abort();
        }
    }

    private static async Task<Waited> WaitAsync(WallSubscription subscription, TimeProvider time, CancellationToken cancellationToken)
    {
        using var heartbeat = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(heartbeat.Token, cancellationToken);
        try
        {
            return await subscription.WaitAsync(either.Token) ? Waited.Something : Waited.Closed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Waited.TimedOut;
        }
    }

    private static void Append(ArrayBufferWriter<byte> frame, long number, string name, ReadOnlySpan<byte> json)
    {
        // JSON of ours has no line breaks, so that one data line holds it.
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: {name}\ndata: "), frame);
        frame.Write(json);
        frame.Write("\n\n"u8);
    }

    private static async Task SendAsync(
        HttpContext http,
        ArrayBufferWriter<byte> frame,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var slow = new CancellationTokenSource(LongestWrite, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        await http.Response.Body.WriteAsync(frame.WrittenMemory, either.Token);
        await http.Response.Body.FlushAsync(either.Token);
        frame.ResetWrittenCount();
    }

    private enum Waited
    {
        Something,
        TimedOut,
        Closed,
    }

    internal sealed record Hello(string Node, DateTimeOffset ServerTime, string Version);
}
