using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Command.Tools.Bench;

/// <summary>One device that publishes positions with QoS 1 as fast as they are acknowledged, at most so many on the way.</summary>
internal sealed class MqttLoad(BenchRecorder recorder) : IDisposable
{
    private const int Window = 20;
    private const int MaxSamples = 100_000;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _topic = Encoding.ASCII.GetBytes($"v1/site/bwc/{recorder.Serial}/up/telemetry/gnss");
    private readonly byte[] _out = new byte[Window * 512];
    private readonly byte[] _in = new byte[16 * 1024];
    private readonly long[] _sentAt = new long[ushort.MaxValue + 1];
    private readonly string _boot = Guid.NewGuid().ToString("n")[..8];
    private readonly List<double> _milliseconds = [];
    private long _sequence;
    private ushort _id;
    private int _filled;

    /// <summary>Messages acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Messages refused.</summary>
    public long Refused { get; private set; }

    /// <summary>From a message written to its acknowledgement read, milliseconds.</summary>
    public IReadOnlyList<double> Milliseconds => _milliseconds;

    public async Task ConnectAsync(int port, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(NetworkLab.ServerAddress, port, cancellationToken);
        await _socket.SendAsync(MqttPackets.Connect(recorder.Serial, recorder.Serial, recorder.Key), cancellationToken);
        var length = await _socket.ReceiveAsync(_in, cancellationToken);
        if (length < 4 || _in[0] != MqttPackets.ConnectAnswer || _in[3] != 0)
        {
            throw new BenchException($"The broker refused a device: {Convert.ToHexString(_in.AsSpan(0, length))}");
        }
    }

    /// <summary>Publishes until cancelled; does not wait for what is on the way then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var room = Window;
            while (!cancellationToken.IsCancellationRequested)
            {
                await SendAsync(room, cancellationToken);
                room = await ReceiveAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(int count, CancellationToken cancellationToken)
    {
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            _id = _id == ushort.MaxValue ? (ushort)1 : (ushort)(_id + 1);
            _sentAt[_id] = Stopwatch.GetTimestamp();
            length += MqttPackets.WritePublish(_out.AsSpan(length), _topic, _id, Payload());
        }
        await _socket.SendAsync(_out.AsMemory(0, length), cancellationToken);
    }

    /// <summary>Reads what came; how many acknowledgements were among it, at least one.</summary>
    private async Task<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        var acknowledged = 0;
        while (acknowledged == 0)
        {
            var length = await _socket.ReceiveAsync(_in.AsMemory(_filled), cancellationToken);
            if (length == 0)
            {
                throw new BenchException("The broker closed a device's connection.");
            }
            _filled += length;
            var start = 0;
            while (MqttPackets.TryMeasure(_in.AsSpan(start, _filled - start), out var packet, out var body))
            {
                if (_in[start] == MqttPackets.PublishAnswer)
                {
                    acknowledged++;
                    Count(_in.AsSpan(start + body, packet - body));
                }
                start += packet;
            }
            _filled -= start;
            _in.AsSpan(start, _filled).CopyTo(_in);
        }
        return acknowledged;
    }

    private void Count(ReadOnlySpan<byte> answer)
    {
        var id = BinaryPrimitives.ReadUInt16BigEndian(answer);
        if (answer.Length > 2 && answer[2] >= 0x80)
        {
            Refused++;
            return;
        }
        Acknowledged++;
        if (_milliseconds.Count < MaxSamples)
        {
            _milliseconds.Add(Stopwatch.GetElapsedTime(_sentAt[id]).TotalMilliseconds);
        }
    }

    /// <summary>A walk, one step after the other: what a device would say, and nothing that is known already.</summary>
    private byte[] Payload()
    {
        var sequence = ++_sequence;
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"v\":1,\"boot\":\"{_boot}\",\"seq\":{sequence},\"ts\":{at},\"fix\":\"3d\",\"lat\":{31.86 + (sequence % 1000 * 1e-7):F7},\"lon\":117.2812345,\"alt\":32.1,\"spd\":4.9,\"crs\":87.3,\"hdop\":0.9,\"sat\":14,\"src\":\"gnss\",\"buffered\":false}}"
            )
        );
    }
}
