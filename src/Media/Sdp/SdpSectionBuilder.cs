using System.Collections.Immutable;
using System.Globalization;

namespace Command.Media.Sdp;

/// <summary>
/// Collects the lines of the session part or of one m= section while reading. A known attribute that does not parse
/// is kept as a plain one, so that nothing a peer wrote is lost. Not thread-safe.
/// </summary>
internal sealed class SdpSectionBuilder
{
    private readonly ImmutableArray<SdpBandwidth>.Builder _bandwidths = ImmutableArray.CreateBuilder<SdpBandwidth>();
    private readonly ImmutableArray<SdpGroup>.Builder _groups = ImmutableArray.CreateBuilder<SdpGroup>();
    private readonly ImmutableArray<RtpMap>.Builder _rtpMaps = ImmutableArray.CreateBuilder<RtpMap>();
    private readonly ImmutableArray<FormatParameters>.Builder _fmtps = ImmutableArray.CreateBuilder<FormatParameters>();
    private readonly ImmutableArray<RtcpFeedback>.Builder _feedback = ImmutableArray.CreateBuilder<RtcpFeedback>();
    private readonly ImmutableArray<ExtensionMap>.Builder _extensions = ImmutableArray.CreateBuilder<ExtensionMap>();
    private readonly ImmutableArray<SdpCandidate>.Builder _candidates = ImmutableArray.CreateBuilder<SdpCandidate>();
    private readonly ImmutableArray<SdpFingerprint>.Builder _fingerprints = ImmutableArray.CreateBuilder<SdpFingerprint>();
    private readonly ImmutableArray<MediaStreamId>.Builder _msids = ImmutableArray.CreateBuilder<MediaStreamId>();
    private readonly ImmutableArray<SsrcProperty>.Builder _ssrcs = ImmutableArray.CreateBuilder<SsrcProperty>();
    private readonly ImmutableArray<SsrcGroup>.Builder _ssrcGroups = ImmutableArray.CreateBuilder<SsrcGroup>();
    private readonly ImmutableArray<RidDescription>.Builder _rids = ImmutableArray.CreateBuilder<RidDescription>();
    private readonly ImmutableArray<SdpProperty>.Builder _others = ImmutableArray.CreateBuilder<SdpProperty>();
    private ImmutableArray<string> _iceOptions = [];
    private string? _mid;
    private string? _iceUfrag;
    private string? _icePwd;
    private string? _control;
    private SdpDirection? _direction;
    private SdpSetup? _setup;
    private SimulcastDescription? _simulcast;
    private double? _frameRate;
    private bool _iceLite;
    private bool _rtcpMux;
    private bool _rtcpReducedSize;
    private bool _endOfCandidates;

    /// <summary>The c= line, first one wins.</summary>
    public SdpConnection? Connection { get; set; }

    /// <summary>True when ICE credentials were read: enough to recognise a trickle fragment without sections.</summary>
    public bool HasIceLines => _iceUfrag is not null && _icePwd is not null;

    public void AddBandwidth(ReadOnlySpan<char> value)
    {
        var colon = value.IndexOf(':');
        if (colon > 0 && long.TryParse(value[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            _bandwidths.Add(new(value[..colon].ToString(), amount));
        }
    }

    public void AddAttribute(ReadOnlySpan<char> line)
    {
        var colon = line.IndexOf(':');
        var name = (colon < 0 ? line : line[..colon]).Trim();
        var value = colon < 0 ? default : line[(colon + 1)..].Trim();
        if (name.IsEmpty)
        {
            return;
        }

        if (!(colon < 0 ? TryAddFlag(name) : TryAddValue(name, value)))
        {
            _others.Add(new(name.ToString(), colon < 0 ? null : value.ToString()));
        }
    }

    public SessionDescription ToSession(SdpOrigin? origin, string? name, ImmutableArray<MediaDescription> media) =>
        new()
        {
            Origin = origin,
            Name = name,
            Connection = Connection,
            Bandwidths = _bandwidths.ToImmutable(),
            Groups = _groups.ToImmutable(),
            IceLite = _iceLite,
            IceUfrag = _iceUfrag,
            IcePwd = _icePwd,
            IceOptions = _iceOptions,
            Fingerprints = _fingerprints.ToImmutable(),
            Setup = _setup,
            Direction = _direction,
            Control = _control,
            Attributes = _others.ToImmutable(),
            Media = media,
        };

    public MediaDescription ToMedia(MediaDescription head) =>
        head with
        {
            Connection = Connection,
            Bandwidths = _bandwidths.ToImmutable(),
            Mid = _mid,
            Direction = _direction,
            RtpMaps = _rtpMaps.ToImmutable(),
            FormatParameters = _fmtps.ToImmutable(),
            RtcpFeedback = _feedback.ToImmutable(),
            Extensions = _extensions.ToImmutable(),
            RtcpMux = _rtcpMux,
            RtcpReducedSize = _rtcpReducedSize,
            IceUfrag = _iceUfrag,
            IcePwd = _icePwd,
            IceOptions = _iceOptions,
            Candidates = _candidates.ToImmutable(),
            EndOfCandidates = _endOfCandidates,
            Fingerprints = _fingerprints.ToImmutable(),
            Setup = _setup,
            MediaStreamIds = _msids.ToImmutable(),
            Ssrcs = _ssrcs.ToImmutable(),
            SsrcGroups = _ssrcGroups.ToImmutable(),
            Rids = _rids.ToImmutable(),
            Simulcast = _simulcast,
            Control = _control,
            FrameRate = _frameRate,
            Attributes = _others.ToImmutable(),
        };

    private bool TryAddFlag(ReadOnlySpan<char> name)
    {
        if (SdpAttributeParser.TryParseDirection(name, out var direction))
        {
            _direction ??= direction;
            return true;
        }

        switch (name)
        {
            case "ice-lite":
                _iceLite = true;
                return true;
            case "rtcp-mux":
                _rtcpMux = true;
                return true;
            case "rtcp-rsize":
                _rtcpReducedSize = true;
                return true;
            case "end-of-candidates":
                _endOfCandidates = true;
                return true;
            default:
                return false;
        }
    }

    private bool TryAddValue(ReadOnlySpan<char> name, ReadOnlySpan<char> value) =>
        name switch
        {
            "rtpmap" => Keep(_rtpMaps, SdpAttributeParser.RtpMap(value)),
            "fmtp" => Keep(_fmtps, SdpAttributeParser.FormatParameters(value)),
            "rtcp-fb" => Keep(_feedback, SdpAttributeParser.RtcpFeedback(value)),
            "extmap" => Keep(_extensions, SdpAttributeParser.ExtensionMap(value)),
            "candidate" => Keep(_candidates, SdpCandidate.TryParse(value, out var candidate) ? candidate : null),
            "fingerprint" => Keep(_fingerprints, SdpAttributeParser.Fingerprint(value)),
            "msid" => Keep(_msids, SdpAttributeParser.MediaStreamId(value)),
            "ssrc" => Keep(_ssrcs, SdpAttributeParser.Ssrc(value)),
            "ssrc-group" => Keep(_ssrcGroups, SdpAttributeParser.SsrcGroup(value)),
            "rid" => Keep(_rids, SdpAttributeParser.Rid(value)),
            "group" => Keep(_groups, SdpAttributeParser.Group(value)),
            "simulcast" => KeepFirst(ref _simulcast, SdpAttributeParser.Simulcast(value)),
            "setup" => KeepFirst(ref _setup, SdpAttributeParser.Setup(value)),
            "framerate" => KeepFirst(ref _frameRate, SdpAttributeParser.FrameRate(value)),
            "mid" => KeepFirst(ref _mid, SdpText.OrNull(value)),
            "ice-ufrag" => KeepFirst(ref _iceUfrag, SdpText.OrNull(value)),
            "ice-pwd" => KeepFirst(ref _icePwd, SdpText.OrNull(value)),
            "control" => KeepFirst(ref _control, SdpText.OrNull(value)),
            "ice-options" => KeepIceOptions(value),
            _ => false,
        };

    private bool KeepIceOptions(ReadOnlySpan<char> value)
    {
        if (_iceOptions.IsEmpty)
        {
            _iceOptions = SdpAttributeParser.Words(value);
        }

        return true;
    }

    private static bool Keep<T>(ImmutableArray<T>.Builder list, T? item)
        where T : class
    {
        if (item is null)
        {
            return false;
        }

        list.Add(item);
        return true;
    }

    private static bool KeepFirst<T>(ref T? place, T? item)
    {
        if (item is null)
        {
            return false;
        }

        place ??= item;
        return true;
    }
}
