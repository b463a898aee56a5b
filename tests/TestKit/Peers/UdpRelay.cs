using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Command.TestKit.Peers;

/// <summary>
/// A bad network on loopback: datagrams between clients and one server, with delay, jitter (which reorders), loss, a cut, and a change of the
/// clients' addresses as a NAT or a change of cell makes it. Everything may be changed at any time. Thread-safe.
/// </summary>
public sealed partial class UdpRelay : IAsyncDisposable
{
    private const int MaxWaiting = 20_000;
    private const int MaxClients = 1_000;
    private const int LargestDatagram = 2_048;
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly IPEndPoint _target;
    private readonly IPAddress _source;
    private readonly Socket _front = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Dictionary<SocketAddress, Client> _clients = [];
    private readonly PriorityQueue<(Socket From, SocketAddress To, byte[] Datagram), long> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly List<Task> _running = [];
    private long _forwarded;
    private long _lost;

    private UdpRelay(IPEndPoint target, IPAddress source, int seed)
    {
        _target = target;
        _source = source;
        _random = new Random(seed);
        _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_front.LocalEndPoint!; // bound above
        _running.Add(ReceiveFrontAsync());
        _running.Add(DeliverAsync());
    }

    /// <summary>Where clients send to.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Added to every datagram in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Added at random, from zero to this.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>Share of datagrams to the server that are lost, 0 to 1.</summary>
    public double LossToServer { get; set; }

    /// <summary>Share of datagrams to clients that are lost, 0 to 1.</summary>
    public double LossToClient { get; set; }

    /// <summary>Nothing passes.</summary>
    public bool IsCut { get; set; }

    /// <summary>Datagrams that passed.</summary>
    public long Forwarded => Interlocked.Read(ref _forwarded);

    /// <summary>Datagrams that did not.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Starts a relay that changes nothing yet.</summary>
    /// <param name="target">The server.</param>
    /// <param name="source">Address the server sees; null for loopback.</param>
    /// <param name="seed">Makes losses repeatable as far as the order of datagrams is.</param>
    public static UdpRelay Start(IPEndPoint target, IPAddress? source = null, int seed = 1) =>
        new(target, source ?? IPAddress.Loopback, seed);

    /// <summary>An SDP answer whose candidates lead here instead of to the server.</summary>
    public string Redirect(string answer) =>
        UdpCandidate()
            .Replace(
                answer,
                match =>
                    match.Groups["port"].Value == _target.Port.ToString(CultureInfo.InvariantCulture)
                        ? $"{match.Groups["head"].Value}{EndPoint.Address} {EndPoint.Port}"
                        : match.Value
            );

    /// <summary>From now on clients come from other ports, as after a change of the network.</summary>
    public void Rebind()
    {
        lock (_gate)
        {
            foreach (var client in _clients.Values)
            {
                client.Back.Dispose();
            }

            _clients.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
        Rebind();
        _front.Dispose();
        _stop.Dispose();
    }

    private async Task ReceiveFrontAsync()
    {
        var buffer = new byte[LargestDatagram];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        while (await ReceiveAsync(_front, buffer, from) is { } length)
        {
            if (BackOf(from) is { } back)
            {
                Pass(back, _target.Serialize(), buffer.AsSpan(0, length), LossToServer);
            }
        }
    }

    private async Task ReceiveBackAsync(Client client)
    {
        var buffer = new byte[LargestDatagram];
        while (await ReceiveAsync(client.Back, buffer, new SocketAddress(AddressFamily.InterNetwork)) is { } length)
        {
            Pass(_front, client.Address, buffer.AsSpan(0, length), LossToClient);
        }
    }

    /// <summary>Null when the socket is closed or the relay stops.</summary>
    private async Task<int?> ReceiveAsync(Socket socket, byte[] buffer, SocketAddress from)
    {
        while (true)
        {
            try
            {
                return await socket.ReceiveFromAsync(buffer, SocketFlags.None, from, _stop.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException closed) when (closed.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException)
            {
                // "Port unreachable": the server or the client is away for now.
            }
        }
    }

    private Socket? BackOf(SocketAddress address)
    {
        lock (_gate)
        {
            if (_clients.TryGetValue(address, out var known))
            {
                return known.Back;
            }

            if (_clients.Count == MaxClients || _stop.IsCancellationRequested)
            {
                return null;
            }

            var copy = new SocketAddress(address.Family, address.Size);
            address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
            var back = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            back.Bind(new IPEndPoint(_source, 0));
            var client = new Client(copy, back);
            _clients.Add(copy, client);
            _running.Add(ReceiveBackAsync(client));
            return back;
        }
    }

    private void Pass(Socket from, SocketAddress to, ReadOnlySpan<byte> datagram, double loss)
    {
        lock (_gate)
        {
            if (IsCut || _random.NextDouble() < loss || _waiting.Count >= MaxWaiting)
            {
                Interlocked.Increment(ref _lost);
                return;
            }

            if (Delay > TimeSpan.Zero || Jitter > TimeSpan.Zero)
            {
                var due = TimeProvider.System.GetTimestamp() + Ticks(Delay + (Jitter * _random.NextDouble()));
                _waiting.Enqueue((from, to, datagram.ToArray()), due);
                return;
            }
        }

        Send(from, to, datagram);
    }

    private async Task DeliverAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Grain, TimeProvider.System, _stop.Token);
                while (TryTakeDue(out var next))
                {
                    Send(next.From, next.To, next.Datagram);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private bool TryTakeDue(out (Socket From, SocketAddress To, byte[] Datagram) next)
    {
        lock (_gate)
        {
            if (_waiting.TryPeek(out next, out var due) && due <= TimeProvider.System.GetTimestamp())
            {
                _waiting.Dequeue();
                return true;
            }

            return false;
        }
    }

    private void Send(Socket from, SocketAddress to, ReadOnlySpan<byte> datagram)
    {
        try
        {
            from.SendTo(datagram, SocketFlags.None, to);
            Interlocked.Increment(ref _forwarded);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private static long Ticks(TimeSpan duration) => (long)(duration.TotalSeconds * TimeProvider.System.TimestampFrequency);

    [GeneratedRegex(@"(?<head>a=candidate:\S+ \d+ udp \d+ )(?<address>\S+) (?<port>\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex UdpCandidate();

    private sealed record Client(SocketAddress Address, Socket Back);
}
