using System.Net.Sockets;

namespace Command.Tools.Bench;

/// <summary>A subscriber that counts what it gets and does nothing with it: the plainest consumer behind a broker.</summary>
internal sealed class MqttCounter : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private long _messages;

    /// <summary>Messages that came.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    public async Task ConnectAsync(int port, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(NetworkLab.ServerAddress, port, cancellationToken);
        await _socket.SendAsync(MqttPackets.Connect("bench-counter", "bench", "bench"), cancellationToken);
        _ = await _socket.ReceiveAsync(new byte[256], cancellationToken);
        await _socket.SendAsync(MqttPackets.Subscribe("v1/+/bwc/+/up/#"), cancellationToken);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
                if (length == 0)
                {
                    return;
                }
                filled += length;
                var start = 0;
                while (MqttPackets.TryMeasure(buffer.AsSpan(start, filled - start), out var packet, out _))
                {
                    Interlocked.Add(ref _messages, (buffer[start] & 0xF0) == MqttPackets.Publish ? 1 : 0);
                    start += packet;
                }
                filled -= start;
                buffer.AsSpan(start, filled).CopyTo(buffer);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    public void Dispose() => _socket.Dispose();
}
