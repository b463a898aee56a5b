using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Command.Devices.TextProtocol;

namespace Command.Devices.Tests.Rtsp;

/// <summary>
/// An RTSP camera on 127.0.0.1 whose answers a test can bend: by default it is a well-behaved one with H.264 and PCMU over TCP.
/// </summary>
internal sealed class ScriptedCamera : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private Task _accepting = Task.CompletedTask;
    private int _setups;

    /// <summary>The description it gives.</summary>
    public string Sdp { get; init; } = ScriptedMedia.Sdp();

    /// <summary>Answers a request in its own way; null leaves it to the default.</summary>
    public Func<TextMessage, ScriptedAnswer?> Answer { get; init; } = _ => null;

    /// <summary>Transport header of the answer to the n-th SETUP.</summary>
    public Func<int, string, string> Transport { get; init; } = (_, asked) => asked;

    /// <summary>Session header of the answer to the n-th SETUP.</summary>
    public Func<int, string> Session { get; init; } = _ => "12345678;timeout=60";

    /// <summary>Sent as soon as a client connects.</summary>
    public byte[] Greeting { get; init; } = [];

    /// <summary>Sent after a PLAY that was not answered yet.</summary>
    public byte[] BeforePlayAnswer { get; init; } = [];

    /// <summary>What is sent in step n of the stream, every 20 ms; null ends the connection.</summary>
    public Func<int, byte[]?> Media { get; init; } = step => ScriptedMedia.VideoAndAudio(step);

    /// <summary>Requests it got.</summary>
    public ConcurrentQueue<TextMessage> Requests { get; } = new();

    /// <summary>Answers that a client gave to its requests.</summary>
    public ConcurrentQueue<TextMessage> Answers { get; } = new();

    /// <summary>Bytes of interleaved data it got.</summary>
    public ConcurrentQueue<byte[]> Frames { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url(string userInfo = "") => $"rtsp://{userInfo}127.0.0.1:{Port}/live";

    public ScriptedCamera Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_accepting, .. _connections]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var stream = client.GetStream();
        using var writing = new SemaphoreSlim(1, 1);
        var streaming = Task.CompletedTask;
        try
        {
            await stream.WriteAsync(Greeting, gone.Token);
            var reader = PipeReader.Create(stream);
            while (true)
            {
                var result = await reader.ReadAsync(gone.Token);
                var buffer = result.Buffer;
                while (Take(ref buffer) is { } request)
                {
                    if (await RespondAsync(stream, writing, request, gone.Token))
                    {
                        streaming = StreamAsync(client, writing, gone.Token);
                    }
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client or the test went away.
        }
        finally
        {
            await gone.CancelAsync();
            await streaming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TextMessage? Take(ref ReadOnlySequence<byte> buffer)
    {
        while (buffer.Length >= 4 && buffer.FirstSpan[0] == (byte)'$')
        {
            var head = buffer.Slice(0, 4).ToArray();
            var length = (head[2] << 8) | head[3];
            if (buffer.Length < 4 + length)
            {
                return null;
            }

            Frames.Enqueue(buffer.Slice(0, 4 + length).ToArray());
            buffer = buffer.Slice(4 + length);
        }

        if (
            buffer.IsEmpty
            || buffer.FirstSpan[0] == (byte)'$'
            || TextMessageReader.TryRead(ref buffer, out var message) != TextReadVerdict.Message
        )
        {
            return null;
        }

        if (message!.StartLine.StartsWith("RTSP/", StringComparison.Ordinal)) // a message was read
        {
            Answers.Enqueue(message);
            return Take(ref buffer);
        }

        return message;
    }

    /// <summary>True when the stream starts.</summary>
    private async Task<bool> RespondAsync(Stream stream, SemaphoreSlim writing, TextMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        var method = request.StartLine.Split(' ')[0];
        var answer = Answer(request) ?? Default(method, request);
        if (answer.HangsUp)
        {
            throw new IOException("The script hangs up.");
        }

        if (answer.Silent)
        {
            return false;
        }

        var body = Encoding.UTF8.GetBytes(answer.Body);
        var headers = $"CSeq: {request.Headers.Find("CSeq")}\r\n" + string.Concat(answer.Headers.Select(h => h + "\r\n"));
        var length = body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : string.Empty;
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (method == "PLAY")
            {
                await stream.WriteAsync(BeforePlayAnswer, cancellationToken);
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes($"RTSP/1.0 {answer.Status}\r\n{headers}{length}\r\n"), cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
        }
        finally
        {
            writing.Release();
        }

        return method == "PLAY" && answer.Status.StartsWith("200", StringComparison.Ordinal);
    }

    private ScriptedAnswer Default(string method, TextMessage request)
    {
        switch (method)
        {
            case "OPTIONS":
                return new("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN");
            case "DESCRIBE":
                return new("200 OK", "Content-Type: application/sdp") { Body = Sdp };
            case "SETUP":
                var number = Interlocked.Increment(ref _setups);
                var asked = request.Headers.Find("Transport") ?? string.Empty;
                return new("200 OK", $"Session: {Session(number)}", $"Transport: {Transport(number, asked)}");
            default:
                return new("200 OK");
        }
    }

    private async Task StreamAsync(TcpClient client, SemaphoreSlim writing, CancellationToken cancellationToken)
    {
        for (var step = 0; ; step++)
        {
            await writing.WaitAsync(cancellationToken);
            try
            {
                if (Media(step) is not { } bytes)
                {
                    client.Close();
                    return;
                }

                await client.GetStream().WriteAsync(bytes, cancellationToken);
            }
            finally
            {
                writing.Release();
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
