using System.Buffers;
using System.Buffers.Binary;
using Command.Devices.TextProtocol;

namespace Command.Devices.Rtsp;

/// <summary>
/// Cuts the bytes of one connection into messages and $-framed data (RFC 2326 §10.12). When the framing is lost, it looks for the
/// next plausible frame or status line and counts what it skips. Not thread-safe; gives verdicts, never throws on input.
/// </summary>
internal sealed class RtspStreamReader
{
    /// <summary>Most bytes skipped in a row before the connection is given up.</summary>
    public const int MaxSkippedInARow = 256 * 1024;

    private const int MaxPlausibleLength = 1_500;
    private const int MaxPlausibleChannel = 20;

    private static readonly byte[][] MethodTokens =
    [
        .. new[]
        {
            "OPTIONS ",
            "ANNOUNCE ",
            "REDIRECT ",
            "SET_PARAMETER ",
            "GET_PARAMETER ",
            "PLAY_NOTIFY ",
            "TEARDOWN ",
            "DESCRIBE ",
            "SETUP ",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    private bool _hunting;
    private bool _spokeRtsp;
    private long _skippedInARow;

    /// <summary>Bytes that belonged to nothing.</summary>
    public long Skipped { get; private set; }

    /// <summary>Times the framing was lost.</summary>
    public int LostSync { get; private set; }

    /// <summary>
    /// Takes the next frame or message off <paramref name="buffer"/>.
    /// </summary>
    /// <param name="buffer">Moved behind what was taken or skipped.</param>
    /// <param name="channel">Channel of a frame.</param>
    /// <param name="payload">Payload of a frame: borrowed, valid as long as the buffer.</param>
    /// <param name="message">The message.</param>
    public RtspReadVerdict TryRead(
        ref ReadOnlySequence<byte> buffer,
        out byte channel,
        out ReadOnlySequence<byte> payload,
        out TextMessage? message
    )
    {
        channel = 0;
        payload = default;
        message = null;
        while (!buffer.IsEmpty)
        {
            var first = buffer.FirstSpan[0];
            if (first is (byte)'\r' or (byte)'\n' && !_hunting)
            {
                buffer = buffer.Slice(1); // before a frame too: retina 0.3.8
                continue;
            }

            if (first == (byte)'$')
            {
                var verdict = TryReadFrame(ref buffer, out channel, out payload);
                if (verdict is not null)
                {
                    return verdict.Value;
                }
            }
            else
            {
                var text = StartsText(buffer);
                if (text is null && !_hunting)
                {
                    return RtspReadVerdict.NeedMore;
                }

                if (text == true)
                {
                    return TryReadMessage(ref buffer, out message);
                }
            }

            if (!_spokeRtsp && LooksLikeAnotherProtocol(buffer))
            {
                return RtspReadVerdict.NotRtsp;
            }

            if (!TrySkip(ref buffer))
            {
                return _spokeRtsp ? RtspReadVerdict.OutOfSync : RtspReadVerdict.NotRtsp;
            }
        }

        return RtspReadVerdict.NeedMore;
    }

    /// <summary>Null when the dollar sign starts nothing plausible while hunting.</summary>
    private RtspReadVerdict? TryReadFrame(ref ReadOnlySequence<byte> buffer, out byte channel, out ReadOnlySequence<byte> payload)
    {
        channel = 0;
        payload = default;
        if (buffer.Length < 4)
        {
            return RtspReadVerdict.NeedMore;
        }

        Span<byte> head = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(head);
        var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
        if (_hunting && (head[1] >= MaxPlausibleChannel || length is < 8 or > MaxPlausibleLength))
        {
            return null;
        }

        if (buffer.Length < 4 + length)
        {
            return RtspReadVerdict.NeedMore;
        }

        if (_hunting && buffer.Length > 4 + length)
        {
            var next = buffer.Slice(4 + length).FirstSpan[0];
            if (next is not ((byte)'$' or (byte)'R' or (byte)'\r' or (byte)'\n'))
            {
                return null; // a dollar sign inside other data
            }
        }

        channel = head[1];
        payload = buffer.Slice(4, length);
        buffer = buffer.Slice(4 + length);
        Found();
        return RtspReadVerdict.Frame;
    }

    private RtspReadVerdict TryReadMessage(ref ReadOnlySequence<byte> buffer, out TextMessage? message)
    {
        switch (TextMessageReader.TryRead(ref buffer, out message))
        {
            case TextReadVerdict.Message:
                Found();
                _spokeRtsp = true;
                return RtspReadVerdict.Message;
            case TextReadVerdict.NeedMore:
                return RtspReadVerdict.NeedMore;
            default:
                return RtspReadVerdict.BadMessage;
        }
    }

    /// <summary>True or false, or null when more bytes are needed to know.</summary>
    private static bool? StartsText(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[16];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        start = start[..length];
        var unsure = false;
        if (Matches(start, "RTSP/"u8, ref unsure))
        {
            return true;
        }

        foreach (var method in MethodTokens)
        {
            if (Matches(start, method, ref unsure))
            {
                return true;
            }
        }

        return unsure ? null : false;
    }

    private static bool Matches(ReadOnlySpan<byte> start, ReadOnlySpan<byte> token, ref bool unsure)
    {
        if (start.Length >= token.Length)
        {
            return start.StartsWith(token);
        }

        unsure |= token.StartsWith(start);
        return false;
    }

    /// <summary>HTTP, SSH, FTP, SMTP and others greet in plain letters; a TLS alert starts with 21 3.</summary>
    private static bool LooksLikeAnotherProtocol(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[4];
        if (buffer.Length < start.Length)
        {
            return false;
        }

        buffer.Slice(0, start.Length).CopyTo(start);
        return start.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 || (start[0] is 0x15 or 0x16 && start[1] == 3);
    }

    /// <summary>Leaves out bytes up to the next that could start something; false when the limit is reached.</summary>
    private bool TrySkip(ref ReadOnlySequence<byte> buffer)
    {
        if (!_hunting)
        {
            _hunting = true;
            LostSync++;
        }

        var rest = buffer.Slice(1);
        var reader = new SequenceReader<byte>(rest);
        var found = reader.TryAdvanceToAny("$R"u8, advancePastDelimiter: false);
        var next = found ? reader.UnreadSequence : rest.Slice(rest.End);
        var skipped = buffer.Length - next.Length;
        Skipped += skipped;
        _skippedInARow += skipped;
        buffer = next;
        return _skippedInARow <= MaxSkippedInARow;
    }

    private void Found()
    {
        _hunting = false;
        _skippedInARow = 0;
    }
}
