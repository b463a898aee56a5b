using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Command.Media.Sdp;

/// <summary>
/// Tolerant reader of RFC 8866 text. It refuses only what cannot be understood at all; single bad lines are left out
/// or kept as plain attributes. Also reads the fragments of trickle ICE (RFC 8840), which have no v= line.
/// Never throws on input, and its memory is bounded by the caps below. Safe to call from any thread.
/// </summary>
public static class SdpReader
{
    /// <summary>Longest text in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Longest line in bytes.</summary>
    public const int MaxLineLength = 8 * 1024;

    /// <summary>Most lines.</summary>
    public const int MaxLines = 4_000;

    /// <summary>Most m= sections.</summary>
    public const int MaxMedia = 128;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n\0"u8);

    /// <summary>Reads UTF-16 text; see the other overload.</summary>
    public static SdpParseError TryRead(string text, out SessionDescription description)
    {
        if (text.Length > MaxLength)
        {
            description = new SessionDescription();
            return SdpParseError.TooLong;
        }

        return TryRead(Encoding.UTF8.GetBytes(text), out description);
    }

    /// <summary>
    /// Reads UTF-8 text; bytes that are not UTF-8 (GBK names) become replacement characters.
    /// <paramref name="description"/> is empty unless the verdict is <see cref="SdpParseError.None"/>.
    /// </summary>
    public static SdpParseError TryRead(ReadOnlySpan<byte> text, out SessionDescription description)
    {
        description = new SessionDescription();
        if (text.Length > MaxLength)
        {
            return SdpParseError.TooLong;
        }

        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        var session = new SessionLines();
        var lines = 0;
        var hasText = false;
        while (!text.IsEmpty)
        {
            // LF alone ends a line (many cameras), CR alone too, and some close the body with NUL.
            var end = text.IndexOfAny(LineEnds);
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            line = line.Trim(" \t"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            hasText = true;
            if (line.Length > MaxLineLength)
            {
                return SdpParseError.LineTooLong;
            }

            if (++lines > MaxLines)
            {
                return SdpParseError.TooManyLines;
            }

            var verdict = session.Add(line);
            if (verdict != SdpParseError.None)
            {
                return verdict;
            }
        }

        if (!session.LooksLikeSdp)
        {
            return hasText ? SdpParseError.NotSdp : SdpParseError.Empty;
        }

        description = session.ToDescription();
        return SdpParseError.None;
    }

    /// <summary>What was collected so far.</summary>
    private sealed class SessionLines
    {
        private readonly SdpSectionBuilder _session = new();
        private readonly ImmutableArray<MediaDescription>.Builder _media = ImmutableArray.CreateBuilder<MediaDescription>();
        private SdpSectionBuilder? _section;
        private MediaDescription? _sectionHead;
        private SdpOrigin? _origin;
        private string? _name;
        private bool _versionSeen;

        /// <summary>v= may be missing (gortsplib#448, trickle fragments), but then there must be a section.</summary>
        public bool LooksLikeSdp => _versionSeen || _sectionHead is not null || _session.HasIceLines;

        public SdpParseError Add(ReadOnlySpan<byte> line)
        {
            // Unknown letters and lines without "x=" are left out: cameras add their own.
            if (line.Length < 2 || line[1] != (byte)'=')
            {
                return SdpParseError.None;
            }

            var value = SdpText.WithoutControls(Encoding.UTF8.GetString(line[2..])).AsSpan().Trim();
            var section = _section ?? _session;
            switch (line[0])
            {
                case (byte)'v':
                    _versionSeen |= value is "0";
                    break;
                case (byte)'o' when _sectionHead is null:
                    _origin ??= ParseOrigin(value);
                    break;
                case (byte)'s' when _sectionHead is null:
                    _name ??= value.ToString();
                    break;
                case (byte)'c':
                    // Empty "c=IN " (gortsplib#906) says nothing; of two lines the first counts, since Avigilon writes "SM" in one.
                    section.Connection ??= ParseConnection(value);
                    break;
                case (byte)'b':
                    section.AddBandwidth(value);
                    break;
                case (byte)'a':
                    section.AddAttribute(value);
                    break;
                case (byte)'m':
                    return StartSection(value);
                default:
                    break;
            }

            return SdpParseError.None;
        }

        public SessionDescription ToDescription()
        {
            FinishSection();
            return _session.ToSession(_origin, _name, _media.ToImmutable());
        }

        private SdpParseError StartSection(ReadOnlySpan<char> value)
        {
            FinishSection();
            if (_media.Count == MaxMedia)
            {
                return SdpParseError.TooManyMedia;
            }

            var kind = SdpText.NextWord(ref value);
            var portWord = SdpText.NextWord(ref value);
            var protocol = SdpText.NextWord(ref value);
            var slash = portWord.IndexOf('/'); // "port/count" of RFC 8866 §5.14; the count has no use here
            portWord = slash < 0 ? portWord : portWord[..slash];
            if (protocol.IsEmpty || !ushort.TryParse(portWord, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return SdpParseError.BadMediaLine;
            }

            _section = new SdpSectionBuilder();
            _sectionHead = new MediaDescription(kind.ToString(), port, protocol.ToString())
            {
                Formats = [.. value.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)],
            };
            return SdpParseError.None;
        }

        private void FinishSection()
        {
            if (_sectionHead is not null && _section is not null)
            {
                _media.Add(_section.ToMedia(_sectionHead));
                _section = null;
            }
        }

        private static SdpOrigin? ParseOrigin(ReadOnlySpan<char> value)
        {
            // Malformed origins are common (gortsplib#455, #468) and nothing depends on them: they count as absent.
            var user = SdpText.NextWord(ref value);
            var id = SdpText.NextWord(ref value);
            var version = SdpText.NextWord(ref value);
            _ = SdpText.NextWord(ref value);
            var type = SdpText.NextWord(ref value);
            var address = SdpText.NextWord(ref value);
            return address.IsEmpty
                ? null
                : new SdpOrigin(user.ToString(), id.ToString(), version.ToString(), type.ToString(), address.ToString());
        }

        private static SdpConnection? ParseConnection(ReadOnlySpan<char> value)
        {
            _ = SdpText.NextWord(ref value);
            var type = SdpText.NextWord(ref value);
            var address = SdpText.NextWord(ref value);
            return address.IsEmpty ? null : new SdpConnection(type.ToString(), address.ToString());
        }
    }
}
