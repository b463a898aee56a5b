using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace Command.Devices.Mqtt;

/// <summary>
/// The bytes of one device's connection. It follows the packets' lengths as they are read (MQTT 5 §2.1.4), because the library would reserve
/// whatever length a stranger names, up to 256 MiB: a packet above the limit ends the connection before its body is read, and the first packet must
/// be a CONNECT. Reads and writes may overlap, reads may not.
/// </summary>
internal sealed class LimitedChannel : IMqttChannel
{
    private const byte ConnectHeader = 0x10;

    private readonly Stream _stream;
    private bool _isFirst = true;
    private bool _readsLength;
    private int _length;
    private int _shift;
    private int _bodyLeft;

    /// <summary>Makes the channel; it takes over the stream.</summary>
    public LimitedChannel(Stream stream, EndPoint local, EndPoint remote, bool isSecure, int limit)
    {
        _stream = stream;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        IsSecureConnection = isSecure;
        Limit = limit;
    }

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => null;

    /// <inheritdoc/>
    public EndPoint RemoteEndPoint { get; }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public bool IsSecureConnection { get; }

    /// <summary>Largest body of a packet in bytes.</summary>
    public int Limit { get; set; }

    /// <summary>The connection ended because of <see cref="Limit"/>.</summary>
    public bool IsTooLarge { get; private set; }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => _stream.DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await _stream.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        foreach (var segment in buffer)
        {
            await _stream.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                var taken = Math.Min(_bodyLeft, bytes.Length);
                _bodyLeft -= taken;
                bytes = bytes[taken..];
                continue;
            }
            var value = bytes[0];
            bytes = bytes[1..];
            if (!_readsLength)
            {
                if (_isFirst && value != ConnectHeader)
                {
                    throw new MqttProtocolViolationException("The first packet is no CONNECT.");
                }
                _isFirst = false;
                _readsLength = true;
                _length = 0;
                _shift = 0;
                continue;
            }
            _length |= (value & 0x7F) << _shift;
            _shift += 7;
            if ((value & 0x80) == 0)
            {
                _readsLength = false;
                _bodyLeft = _length;
            }
            else if (_shift > 21)
            {
                throw new MqttProtocolViolationException("The length of a packet has more than four bytes.");
            }
            if (_length > Limit)
            {
                IsTooLarge = true;
                throw new MqttProtocolViolationException($"A packet has {_length} bytes or more; {Limit} are allowed.");
            }
        }
    }
}
