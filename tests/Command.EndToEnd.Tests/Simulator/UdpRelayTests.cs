using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Command.TestKit.Peers;

namespace Command.EndToEnd.Tests.Simulator;

public sealed class UdpRelayTests : IAsyncLifetime
{
    private readonly Socket _server = Open();
    private readonly Socket _client = Open();
    private readonly HashSet<EndPoint> _seen = [];
    private UdpRelay _relay = null!; // InitializeAsync makes it

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _relay = UdpRelay.Start((IPEndPoint)_server.LocalEndPoint!); // bound by Open
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _server.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task Relay_Untouched_PassesBothWays()
    {
        await AskAsync(1);

        Assert.Equal((2L, 0L), (_relay.Forwarded, _relay.Lost));
    }

    [Fact]
    public async Task Relay_Cut_PassesNothingUntilItIsHealed()
    {
        _relay.IsCut = true;
        await SendAsync(1);
        await WaitAsync(() => _relay.Lost == 1);
        _relay.IsCut = false;

        await AskAsync(2);

        Assert.Equal((2L, 1L), (_relay.Forwarded, _relay.Lost));
    }

    [Fact]
    public async Task Relay_WithLoss_LosesAboutThatShare()
    {
        _relay.LossToServer = 0.2;
        for (var i = 0; i < 1000; i++)
        {
            await SendAsync(i);
            await WaitAsync(() => _relay.Forwarded + _relay.Lost == i + 1);
        }

        Assert.InRange(_relay.Lost, 140, 260);
    }

    [Fact]
    public async Task Relay_WithDelayAndJitter_IsLateAndOutOfOrderButLosesNothing()
    {
        _relay.Delay = TimeSpan.FromMilliseconds(40);
        _relay.Jitter = TimeSpan.FromMilliseconds(60);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            await SendAsync(i);
        }

        var came = new List<int>();
        while (came.Count < 100)
        {
            came.Add(await ReceiveAtServerAsync());
            Assert.True(Stopwatch.GetElapsedTime(started) >= _relay.Delay);
        }

        Assert.Equal(Enumerable.Range(0, 100), came.Order());
        Assert.NotEqual(came.Order(), came);
    }

    [Fact]
    public async Task Rebind_ClientComesFromAnotherPort()
    {
        await AskAsync(1);
        _relay.Rebind();
        await AskAsync(2);

        Assert.Equal(2, _seen.Count);
    }

    [Fact]
    public void Redirect_Answer_LeadsHere()
    {
        var port = ((IPEndPoint)_server.LocalEndPoint!).Port; // bound by Open
        var answer = $"a=candidate:1 1 udp 2130706431 192.0.2.1 {port} typ host\r\na=candidate:2 1 udp 1 192.0.2.1 9 typ host\r\n";

        Assert.Equal(
            $"a=candidate:1 1 udp 2130706431 127.0.0.1 {_relay.EndPoint.Port} typ host\r\na=candidate:2 1 udp 1 192.0.2.1 9 typ host\r\n",
            _relay.Redirect(answer)
        );
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    /// <summary>To the server and back again.</summary>
    private async Task AskAsync(int number)
    {
        await SendAsync(number);
        var buffer = new byte[16];
        var received = await _server.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Cancellation);
        _seen.Add(received.RemoteEndPoint);
        Assert.Equal(number, BinaryPrimitives.ReadInt32BigEndian(buffer));
        await _server.SendToAsync(buffer.AsMemory(0, 4), received.RemoteEndPoint, Cancellation);
        await _client.ReceiveAsync(buffer, Cancellation);
        Assert.Equal(number, BinaryPrimitives.ReadInt32BigEndian(buffer));
        await WaitAsync(() => _relay.Forwarded % 2 == 0); // counted just after it is sent
    }

    private async Task SendAsync(int number)
    {
        var datagram = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(datagram, number);
        await _client.SendToAsync(datagram, _relay.EndPoint, Cancellation);
    }

    private async Task<int> ReceiveAtServerAsync()
    {
        var buffer = new byte[16];
        await _server.ReceiveAsync(buffer, Cancellation);
        return BinaryPrimitives.ReadInt32BigEndian(buffer);
    }

    private static async Task WaitAsync(Func<bool> isReached)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!isReached())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, deadline.Token);
        }
    }
}
