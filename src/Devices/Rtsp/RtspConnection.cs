using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Command.Devices.Drivers;
using Command.Devices.TextProtocol;

namespace Command.Devices.Rtsp;

/// <summary>
/// One TCP (or TLS) connection to a device: requests and their answers matched by CSeq, interleaved data to a sink.
/// <see cref="RunAsync"/> owns the read loop and must run while requests are sent; sending may happen from any thread.
/// </summary>
internal sealed class RtspConnection : IAsyncDisposable
{
    private const int MaxPending = 16;

    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly IRtspFrameSink _sink;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<RtspResponse>> _pending = new();
    private readonly RtspStreamReader _parser = new();
    private readonly ArrayBufferWriter<byte> _outgoing = new(512);
    private int _sequence;
    private long _received;
    private DeviceException? _failure;

    private RtspConnection(Stream stream, IPEndPoint local, IPEndPoint remote, IRtspFrameSink sink, RtspOptions options, TimeProvider time)
    {
        _stream = stream;
        LocalAddress = local.Address;
        RemoteAddress = remote.Address;
        Context = new ConnectionContext(local.ToString(), remote.ToString());
        _sink = sink;
        _options = options;
        _time = time;

        // Zero-byte reads: an idle camera holds no buffer.
        _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, useZeroByteReads: true));
    }

    /// <summary>Both ends.</summary>
    public ConnectionContext Context { get; }

    /// <summary>Our address of this connection: where UDP will arrive as well.</summary>
    public IPAddress LocalAddress { get; }

    /// <summary>The device's address.</summary>
    public IPAddress RemoteAddress { get; }

    /// <summary>Bytes received so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Bytes that belonged to nothing, and how often the framing was lost.</summary>
    public (long Bytes, int Times) Lost => (_parser.Skipped, _parser.LostSync);

    /// <summary>Connects within the connect timeout; every failure is a <see cref="DeviceException"/> with its cause.</summary>
    public static async Task<RtspConnection> ConnectAsync(
        DeviceUri uri,
        IRtspFrameSink sink,
        RtspOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(uri.Host, uri.Port, linked.Token).ConfigureAwait(false);
            var local = Plain(socket.LocalEndPoint);
            var remote = Plain(socket.RemoteEndPoint);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (uri.Scheme == "rtsps")
            {
                stream = await StartTlsAsync(stream, uri.Host, options, linked.Token).ConfigureAwait(false);
            }

            return new RtspConnection(stream, local, remote, sink, options, time);
        }
        catch (Exception failure)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectFailure.From(failure, uri);
        }
    }

    /// <summary>
    /// Reads until the device closes or <paramref name="cancellationToken"/> is cancelled. Throws <see cref="DeviceException"/> in every
    /// case but cancellation; pending requests fail with the same one.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = result.Buffer;
                var before = buffer.Length;
                while (TakeNext(ref buffer, out var serverRequest))
                {
                    if (serverRequest is not null)
                    {
                        await AnswerAsync(serverRequest, cancellationToken).ConfigureAwait(false);
                    }
                }

                Interlocked.Add(ref _received, before - buffer.Length);
                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    throw Failure(DeviceCause.ClosedByPeer, "The device closed the connection.");
                }
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Fail(Failure(DeviceCause.ClosedByPeer, "The connection was lost.", failure));
        }
        catch (DeviceException failure)
        {
            throw Fail(failure);
        }
        finally
        {
            Fail(Failure(DeviceCause.ClosedByPeer, "The connection is closed."));
        }
    }

    /// <summary>Sends a request and waits for its answer within <paramref name="patience"/>.</summary>
    public async Task<RtspResponse> SendAsync(RtspRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        var sequence = Interlocked.Increment(ref _sequence);
        var answer = new TaskCompletionSource<RtspResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_pending.Count >= MaxPending)
        {
            throw Failure(DeviceCause.Timeout, $"{MaxPending} requests are without an answer.");
        }

        _pending[sequence] = answer;
        using var timeout = new CancellationTokenSource(patience, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (Volatile.Read(ref _failure) is { } earlier)
            {
                throw earlier;
            }

            await WriteAsync(request.Method + " " + request.Uri + " RTSP/1.0", Headers(request, sequence), linked.Token)
                .ConfigureAwait(false);
            return await answer.Task.WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(DeviceCause.Timeout, $"No answer to {request.Method} within {patience.TotalSeconds:0.#} s.");
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Volatile.Read(ref _failure) ?? Failure(DeviceCause.ClosedByPeer, "The connection was lost.", failure);
        }
        finally
        {
            _pending.TryRemove(sequence, out _);
        }
    }

    /// <summary>Sends interleaved data, for example a receiver report. At most 65535 bytes.</summary>
    public async Task SendFrameAsync(byte channel, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _outgoing.ResetWrittenCount();
            _outgoing.Write([(byte)'$', channel, (byte)(payload.Length >> 8), (byte)payload.Length]);
            _outgoing.Write(payload.Span);
            await _stream.WriteAsync(_outgoing.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>A failure that names this connection and the place in it.</summary>
    public DeviceException Failure(DeviceCause cause, string detail, Exception? inner = null) =>
        new(cause, detail, Context, Received, inner);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Fail(Failure(DeviceCause.ClosedByPeer, "The connection is closed."));
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _reader.CompleteAsync().ConfigureAwait(false);
        _sending.Dispose();
    }

    private bool TakeNext(ref ReadOnlySequence<byte> buffer, out TextMessage? serverRequest)
    {
        serverRequest = null;
        switch (_parser.TryRead(ref buffer, out var channel, out var payload, out var message))
        {
            case RtspReadVerdict.Frame:
                _sink.OnFrame(channel, payload);
                return true;
            case RtspReadVerdict.Message when message is not null:
                if (RtspResponse.From(message) is { } response)
                {
                    Complete(response);
                }
                else
                {
                    serverRequest = message;
                }

                return true;
            case RtspReadVerdict.NotRtsp:
                throw Failure(DeviceCause.NotRtsp, "Something else than RTSP answers on this port.");
            case RtspReadVerdict.BadMessage:
                throw Failure(DeviceCause.ProtocolError, "The device sent a message that cannot be read.");
            case RtspReadVerdict.OutOfSync:
                throw Failure(DeviceCause.ProtocolError, "The interleaved data lost its framing.");
            default:
                return false;
        }
    }

    private void Complete(RtspResponse response)
    {
        var sequence = response.Sequence;
        if (sequence is null && !_pending.IsEmpty)
        {
            sequence = _pending.Keys.Min(); // some answers carry none: then the oldest request is meant
        }

        if (sequence is { } number && _pending.TryRemove(number, out var waiting))
        {
            waiting.TrySetResult(response);
        }
    }

    /// <summary>Devices may ask too (gortsplib#93): questions of life are answered with 200, all else with 501.</summary>
    private Task AnswerAsync(TextMessage request, CancellationToken cancellationToken)
    {
        var known =
            request.StartLine.StartsWith("OPTIONS ", StringComparison.Ordinal)
            || request.StartLine.StartsWith("GET_PARAMETER ", StringComparison.Ordinal)
            || request.StartLine.StartsWith("SET_PARAMETER ", StringComparison.Ordinal)
            || request.StartLine.StartsWith("ANNOUNCE ", StringComparison.Ordinal);
        var headers = new HeaderCollection();
        if (request.Headers.Find("CSeq") is { } sequence)
        {
            headers.Add("CSeq", sequence);
        }

        return WriteAsync(known ? "RTSP/1.0 200 OK" : "RTSP/1.0 501 Not Implemented", headers, cancellationToken);
    }

    private HeaderCollection Headers(RtspRequest request, int sequence)
    {
        // "CSeq" in exactly this case: go2rtc#7.
        var headers = new HeaderCollection
        {
            { "CSeq", sequence.ToString(CultureInfo.InvariantCulture) },
            { "User-Agent", _options.UserAgent },
        };
        foreach (var (name, value) in request.Headers)
        {
            headers.Add(name, value);
        }

        return headers;
    }

    private async Task WriteAsync(string startLine, HeaderCollection headers, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _outgoing.ResetWrittenCount();
            TextMessageWriter.Write(_outgoing, startLine, headers, default);
            await _stream.WriteAsync(_outgoing.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Keeps the first cause and ends everything that waits.</summary>
    private DeviceException Fail(DeviceException failure)
    {
        var first = Interlocked.CompareExchange(ref _failure, failure, null) ?? failure;
        foreach (var sequence in _pending.Keys)
        {
            if (_pending.TryRemove(sequence, out var waiting))
            {
                waiting.TrySetException(first);
                _ = waiting.Task.Exception; // observed here: the sender may have gone
            }
        }

        return first;
    }

    /// <summary>IPv4 as IPv4, also on a socket for both.</summary>
    private static IPEndPoint Plain(EndPoint? endPoint) =>
        endPoint is not IPEndPoint ip ? new IPEndPoint(IPAddress.None, 0)
        : ip.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port)
        : ip;

    private static async Task<Stream> StartTlsAsync(Stream inner, string host, RtspOptions options, CancellationToken cancellationToken)
    {
        var tls = new SslStream(inner);
        var settings = new SslClientAuthenticationOptions { TargetHost = host };
        if (options.TrustAnyCertificate)
        {
#pragma warning disable CA5359 // the named option is the permission
            settings.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        try
        {
            await tls.AuthenticateAsClientAsync(settings, cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
