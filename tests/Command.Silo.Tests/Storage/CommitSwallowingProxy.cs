using System.Net;
using System.Net.Sockets;

namespace Command.Silo.Tests.Storage;

/// <summary>Stands between Npgsql and PostgreSQL, lets a COMMIT through and cuts the connection before its answer.</summary>
internal sealed class CommitSwallowingProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _server;
    private readonly Task _accepting;
    private int _armed;
    private int _swallowed;

    public CommitSwallowingProxy(string server)
    {
        _server = server;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port; // bound above
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Swallowed => Volatile.Read(ref _swallowed);

    public void SwallowNextCommit() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), _stop.Token);
            var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAny(PumpAsync(client, server, cut, isClient: true), PumpAsync(server, client, cut, isClient: false));
        }
    }

    private async Task PumpAsync(Socket from, Socket to, TaskCompletionSource cut, bool isClient)
    {
        var buffer = new byte[65536];
        try
        {
            while (true)
            {
                var length = await from.ReceiveAsync(buffer, _stop.Token);
                if (length == 0 || (!isClient && cut.Task.IsCompleted))
                {
                    // The answer to the swallowed COMMIT has arrived here: it is done, and nobody hears of it.
                    return;
                }

                if (isClient && buffer.AsSpan(0, length).IndexOf("COMMIT\0"u8) >= 0 && Interlocked.Exchange(ref _armed, 0) == 1)
                {
                    Interlocked.Increment(ref _swallowed);
                    cut.SetResult();
                }

                await to.SendAsync(buffer.AsMemory(0, length), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side went away; the other one follows.
        }
    }
}
