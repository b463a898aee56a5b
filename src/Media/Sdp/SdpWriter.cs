using System.Globalization;
using System.Text;

namespace Command.Media.Sdp;

/// <summary>
/// Canonical writer of RFC 8866 text: fixed line order, CRLF ends. Control characters inside values are left out,
/// so that no value can add a line of its own. Safe to call from any thread.
/// </summary>
public static class SdpWriter
{
    /// <summary>The whole description.</summary>
    public static string Write(SessionDescription description)
    {
        var text = new StringBuilder(2_048);
        Line(text, "v=0");
        Line(text, $"o={description.Origin ?? SdpOrigin.Anonymous}");
        Line(text, $"s={(string.IsNullOrWhiteSpace(description.Name) ? "-" : description.Name)}");
        if (description.Connection is { } connection)
        {
            Line(text, $"c={connection}");
        }

        WriteBandwidths(text, description.Bandwidths);
        Line(text, "t=0 0");
        foreach (var group in description.Groups)
        {
            Line(text, $"a=group:{group.Semantics} {string.Join(' ', group.Mids)}".TrimEnd());
        }

        if (description.IceLite)
        {
            Line(text, "a=ice-lite");
        }

        WriteTransport(text, description.IceUfrag, description.IcePwd, description.IceOptions, description.Fingerprints, description.Setup);
        WriteDirection(text, description.Direction);
        WriteValue(text, "control", description.Control);
        WriteOthers(text, description.Attributes);
        foreach (var media in description.Media)
        {
            WriteMedia(text, media);
        }

        return text.ToString();
    }

    private static void WriteMedia(StringBuilder text, MediaDescription media)
    {
        Line(
            text,
            string.Create(CultureInfo.InvariantCulture, $"m={media.Kind} {media.Port} {media.Protocol} {Join(media.Formats)}").TrimEnd()
        );
        if (media.Connection is { } connection)
        {
            Line(text, $"c={connection}");
        }

        WriteBandwidths(text, media.Bandwidths);
        WriteTransport(text, media.IceUfrag, media.IcePwd, media.IceOptions, media.Fingerprints, media.Setup);
        WriteValue(text, "mid", media.Mid);
        foreach (var extension in media.Extensions)
        {
            var direction = extension.Direction is { } d ? "/" + Word(d) : string.Empty;
            Line(text, Invariant($"a=extmap:{extension.Id}{direction} {extension.Uri} {extension.Attributes}").TrimEnd());
        }

        WriteDirection(text, media.Direction);
        foreach (var msid in media.MediaStreamIds)
        {
            Line(text, $"a=msid:{msid.StreamId} {msid.TrackId}".TrimEnd());
        }

        if (media.RtcpMux)
        {
            Line(text, "a=rtcp-mux");
        }

        if (media.RtcpReducedSize)
        {
            Line(text, "a=rtcp-rsize");
        }

        WriteFormats(text, media);
        WriteSources(text, media);
        WriteValue(text, "control", media.Control);
        if (media.FrameRate is { } rate)
        {
            Line(text, Invariant($"a=framerate:{rate:0.######}"));
        }

        WriteOthers(text, media.Attributes);
        foreach (var candidate in media.Candidates)
        {
            Line(text, $"a=candidate:{candidate}");
        }

        if (media.EndOfCandidates)
        {
            Line(text, "a=end-of-candidates");
        }
    }

    private static void WriteFormats(StringBuilder text, MediaDescription media)
    {
        foreach (var map in media.RtpMaps)
        {
            var channels = map.Channels > 1 ? Invariant($"/{map.Channels}") : string.Empty;
            Line(text, Invariant($"a=rtpmap:{map.PayloadType} {map.Encoding}/{map.ClockRate}{channels}"));
        }

        foreach (var feedback in media.RtcpFeedback)
        {
            Line(text, $"a=rtcp-fb:{feedback.PayloadType?.ToString(CultureInfo.InvariantCulture) ?? "*"} {feedback.Value}");
        }

        foreach (var parameters in media.FormatParameters)
        {
            Line(text, Invariant($"a=fmtp:{parameters.PayloadType} {parameters.Text}").TrimEnd());
        }
    }

    private static void WriteSources(StringBuilder text, MediaDescription media)
    {
        foreach (var rid in media.Rids)
        {
            Line(text, $"a=rid:{rid.Id} {(rid.IsSend ? "send" : "recv")} {rid.Restrictions}".TrimEnd());
        }

        if (media.Simulcast is { } simulcast)
        {
            var send = simulcast.Send is null ? string.Empty : "send " + simulcast.Send;
            var receive = simulcast.Receive is null ? string.Empty : "recv " + simulcast.Receive;
            Line(text, $"a=simulcast:{send}{(send.Length > 0 && receive.Length > 0 ? " " : string.Empty)}{receive}");
        }

        foreach (var group in media.SsrcGroups)
        {
            Line(text, $"a=ssrc-group:{group.Semantics} {Join(group.Ssrcs)}".TrimEnd());
        }

        foreach (var ssrc in media.Ssrcs)
        {
            Line(text, Invariant($"a=ssrc:{ssrc.Ssrc} {ssrc.Name}{(ssrc.Value is null ? string.Empty : ":" + ssrc.Value)}"));
        }
    }

    private static void WriteTransport(
        StringBuilder text,
        string? ufrag,
        string? pwd,
        IReadOnlyCollection<string> options,
        IReadOnlyCollection<SdpFingerprint> fingerprints,
        SdpSetup? setup
    )
    {
        WriteValue(text, "ice-ufrag", ufrag);
        WriteValue(text, "ice-pwd", pwd);
        WriteValue(text, "ice-options", options.Count == 0 ? null : Join(options));
        foreach (var fingerprint in fingerprints)
        {
            Line(text, $"a=fingerprint:{fingerprint.HashFunction} {fingerprint.Value}");
        }

        WriteValue(
            text,
            "setup",
            setup switch
            {
                SdpSetup.Active => "active",
                SdpSetup.Passive => "passive",
                SdpSetup.ActivePassive => "actpass",
                SdpSetup.HoldConnection => "holdconn",
                _ => null,
            }
        );
    }

    private static void WriteBandwidths(StringBuilder text, IEnumerable<SdpBandwidth> bandwidths)
    {
        foreach (var bandwidth in bandwidths)
        {
            Line(text, Invariant($"b={bandwidth.Type}:{bandwidth.Value}"));
        }
    }

    private static void WriteDirection(StringBuilder text, SdpDirection? direction)
    {
        if (direction is { } written)
        {
            Line(text, "a=" + Word(written));
        }
    }

    private static void WriteValue(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            Line(text, $"a={name}:{value}");
        }
    }

    private static void WriteOthers(StringBuilder text, IEnumerable<SdpProperty> attributes)
    {
        foreach (var attribute in attributes)
        {
            Line(text, $"a={attribute}");
        }
    }

    private static string Word(SdpDirection direction) =>
        direction switch
        {
            SdpDirection.SendOnly => "sendonly",
            SdpDirection.ReceiveOnly => "recvonly",
            SdpDirection.Inactive => "inactive",
            _ => "sendrecv",
        };

    private static string Join<T>(IEnumerable<T> items) => string.Join(' ', items);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line)
    {
        text.Append(SdpText.WithoutControls(line));
        text.Append("\r\n");
    }
}
