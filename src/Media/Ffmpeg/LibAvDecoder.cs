namespace Command.Media.Ffmpeg;

/// <summary>
/// Decodes one picture at a time. The decoder is drained after each picture, so none is held back and none depends on an
/// earlier one: right for key frames. One thread at a time; native memory is freed by <see cref="Dispose"/>.
/// </summary>
internal sealed unsafe class LibAvDecoder : IDisposable
{
    /// <summary>8K with room to spare; a broken header must not be able to ask for gigabytes.</summary>
    private const long MaxPixels = 40_000_000;

    private readonly LibAv _av;
    private nint _context;
    private nint _packet;
    private nint _frame;

    private LibAvDecoder(LibAv av) => _av = av;

    /// <summary>The decoded AVFrame; valid after <see cref="TryDecode"/> said true, until the next call.</summary>
    public nint Frame => _frame;

    /// <summary>Width of the decoded picture in pixels.</summary>
    public int Width => LibAv.ReadInt(_frame, LibAvLayout.FrameWidth);

    /// <summary>Height of the decoded picture in pixels.</summary>
    public int Height => LibAv.ReadInt(_frame, LibAvLayout.FrameHeight);

    /// <summary>Opens a decoder by libav codec id; null when this FFmpeg was built without it.</summary>
    public static LibAvDecoder? TryOpen(LibAv av, int codecId)
    {
        var codec = av.FindDecoder(codecId);
        if (codec == 0)
        {
            return null;
        }

        var decoder = new LibAvDecoder(av)
        {
            _context = av.ContextAlloc(codec),
            _packet = av.PacketAlloc(),
            _frame = av.FrameAlloc(),
        };
        if (
            decoder._context == 0
            || decoder._packet == 0
            || decoder._frame == 0
            || !av.SetOption(decoder._context, "threads"u8, 1) // one picture gains nothing from threads and pays for each
            || !av.SetOption(decoder._context, "max_pixels"u8, MaxPixels)
            || av.ContextOpen(decoder._context, codec, null) < 0
        )
        {
            decoder.Dispose();
            return null;
        }

        return decoder;
    }

    /// <summary>
    /// Decodes one access unit (H.264 and H.265: Annex B with parameter sets). False when the bytes hold no whole picture.
    /// A decoder decodes once; open another for the next picture, so that garbage leaves nothing behind.
    /// </summary>
    public bool TryDecode(ReadOnlySpan<byte> accessUnit)
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        if (accessUnit.IsEmpty || _av.PacketNew(_packet, accessUnit.Length) < 0)
        {
            return false;
        }

        accessUnit.CopyTo(new Span<byte>(*(void**)(_packet + LibAvLayout.PacketData), accessUnit.Length));
        var sent = _av.SendPacket(_context, _packet);
        _av.PacketUnref(_packet);
        if (sent < 0)
        {
            return false;
        }

        _ = _av.SendPacket(_context, 0); // drain: otherwise a decoder may wait for pictures that never come
        return _av.ReceiveFrame(_context, _frame) >= 0 && Width > 0 && Height > 0;
    }

    public void Dispose()
    {
        fixed (
            nint* context = &_context,
                packet = &_packet,
                frame = &_frame
        )
        {
            _av.FrameFree(frame);
            _av.PacketFree(packet);
            _av.ContextFree(context);
        }
    }
}
