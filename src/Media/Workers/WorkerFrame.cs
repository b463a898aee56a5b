using System.Buffers.Binary;

namespace Command.Media.Workers;

/// <summary>
/// One message between the server and a worker process:
/// <c>'C' 'W' version kind | job u32 | length u32 | payload</c>, integers big-endian. The header is checked before memory is
/// taken for the payload, so neither side can make the other allocate beyond the limit.
/// </summary>
/// <param name="Kind">What it means.</param>
/// <param name="Job">Number of the job, the same in the answer.</param>
/// <param name="Payload">The bytes; owned by whoever reads the frame.</param>
internal readonly record struct WorkerFrame(WorkerFrameKind Kind, uint Job, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 12;

    private const ushort Magic = 0x4357;
    private const byte Version = 1;

    /// <summary>Judges a header of <see cref="HeaderLength"/> bytes.</summary>
    public static WorkerFrameError TryReadHeader(
        ReadOnlySpan<byte> header,
        int payloadLimit,
        out WorkerFrameKind kind,
        out uint job,
        out int payloadLength
    )
    {
        kind = default;
        job = 0;
        payloadLength = 0;
        if (header.Length < HeaderLength)
        {
            return WorkerFrameError.Truncated;
        }

        if (
            BinaryPrimitives.ReadUInt16BigEndian(header) != Magic
            || header[2] != Version
            || header[3] is < (byte)WorkerFrameKind.Ready or > (byte)WorkerFrameKind.Failed
        )
        {
            return WorkerFrameError.NotAFrame;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (length > (uint)payloadLimit)
        {
            return WorkerFrameError.TooLarge;
        }

        kind = (WorkerFrameKind)header[3];
        job = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        payloadLength = (int)length;
        return WorkerFrameError.None;
    }

    /// <summary>Writes the header; the payload follows as it is.</summary>
    public static void WriteHeader(Span<byte> header, WorkerFrameKind kind, uint job, int payloadLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, Magic);
        header[2] = Version;
        header[3] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], job);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (uint)payloadLength);
    }

    /// <summary>Reads one frame. A pipe that breaks is a verdict like any other.</summary>
    public static async Task<(WorkerFrameError Error, WorkerFrame Frame)> ReadAsync(
        Stream pipe,
        int payloadLimit,
        CancellationToken cancellationToken
    )
    {
        var header = new byte[HeaderLength];
        var read = await ReadFullyAsync(pipe, header, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            return (WorkerFrameError.Closed, default);
        }

        var error = TryReadHeader(header.AsSpan(0, read), payloadLimit, out var kind, out var job, out var length);
        if (error != WorkerFrameError.None)
        {
            return (error, default);
        }

        var payload = new byte[length];
        read = await ReadFullyAsync(pipe, payload, cancellationToken).ConfigureAwait(false);
        return read < length ? (WorkerFrameError.Truncated, default) : (WorkerFrameError.None, new WorkerFrame(kind, job, payload));
    }

    /// <summary>Writes one frame and flushes. Throws <see cref="IOException"/> when the other end is gone.</summary>
    public async Task WriteAsync(Stream pipe, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        WriteHeader(header, Kind, Job, Payload.Length);
        await pipe.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        await pipe.WriteAsync(Payload, cancellationToken).ConfigureAwait(false);
        await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ReadFullyAsync(Stream pipe, Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return 0; // a broken pipe ends like a closed one
        }
    }
}
