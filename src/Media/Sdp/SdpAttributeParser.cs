using System.Collections.Immutable;
using System.Globalization;

namespace Command.Media.Sdp;

/// <summary>One function per attribute: text after the colon to a value, null when it does not parse.</summary>
internal static class SdpAttributeParser
{
    public static RtpMap? RtpMap(ReadOnlySpan<char> value)
    {
        if (!TryTakePayloadType(ref value, out var payloadType) || value.IsEmpty)
        {
            return null;
        }

        // "H264/90000 " with trailing blanks (moonfire#213): only the first word counts.
        var word = SdpText.NextWord(ref value);
        var slash = word.IndexOf('/');
        var name = slash < 0 ? word : word[..slash];
        var rest = slash < 0 ? default : word[(slash + 1)..];
        slash = rest.IndexOf('/');
        _ = int.TryParse(slash < 0 ? rest : rest[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var clockRate);
        if (
            slash < 0
            || !byte.TryParse(rest[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var channels)
            || channels == 0
        )
        {
            channels = 1;
        }

        return name.IsEmpty ? null : new RtpMap(payloadType, name.ToString(), clockRate, channels);
    }

    /// <summary>An empty text is allowed: Ubiquiti writes a=fmtp:96 without data.</summary>
    public static FormatParameters? FormatParameters(ReadOnlySpan<char> value) =>
        TryTakePayloadType(ref value, out var payloadType) ? new FormatParameters(payloadType, value.ToString()) : null;

    public static RtcpFeedback? RtcpFeedback(ReadOnlySpan<char> value)
    {
        byte? payloadType = null;
        if (value.StartsWith("*"))
        {
            value = value[1..].Trim();
        }
        else if (TryTakePayloadType(ref value, out var number))
        {
            payloadType = number;
        }
        else
        {
            return null;
        }

        return value.IsEmpty ? null : new RtcpFeedback(payloadType, value.ToString());
    }

    public static ExtensionMap? ExtensionMap(ReadOnlySpan<char> value)
    {
        var head = SdpText.NextWord(ref value);
        var uri = SdpText.NextWord(ref value);
        var slash = head.IndexOf('/');
        SdpDirection? direction = null;
        if (slash >= 0)
        {
            if (!TryParseDirection(head[(slash + 1)..], out var parsed))
            {
                return null;
            }

            direction = parsed;
            head = head[..slash];
        }

        return !uri.IsEmpty && int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is > 0 and < 65_536
            ? new ExtensionMap(id, uri.ToString(), direction, SdpText.OrNull(value))
            : null;
    }

    public static SdpFingerprint? Fingerprint(ReadOnlySpan<char> value)
    {
        var hash = SdpText.NextWord(ref value);
        return value.IsEmpty ? null : new SdpFingerprint(hash.ToString().ToLowerInvariant(), value.ToString().ToUpperInvariant());
    }

    public static MediaStreamId? MediaStreamId(ReadOnlySpan<char> value)
    {
        var stream = SdpText.NextWord(ref value);
        return stream.IsEmpty ? null : new MediaStreamId(stream.ToString(), SdpText.OrNull(SdpText.NextWord(ref value)));
    }

    public static SsrcProperty? Ssrc(ReadOnlySpan<char> value)
    {
        var number = SdpText.NextWord(ref value);
        if (value.IsEmpty || !uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ssrc))
        {
            return null;
        }

        var colon = value.IndexOf(':');
        var name = (colon < 0 ? value : value[..colon]).Trim();
        return name.IsEmpty ? null : new SsrcProperty(ssrc, name.ToString(), colon < 0 ? null : value[(colon + 1)..].Trim().ToString());
    }

    public static SsrcGroup? SsrcGroup(ReadOnlySpan<char> value)
    {
        var semantics = SdpText.NextWord(ref value);
        var ssrcs = ImmutableArray.CreateBuilder<uint>();
        while (!value.IsEmpty)
        {
            if (!uint.TryParse(SdpText.NextWord(ref value), NumberStyles.None, CultureInfo.InvariantCulture, out var ssrc))
            {
                return null;
            }

            ssrcs.Add(ssrc);
        }

        return semantics.IsEmpty ? null : new SsrcGroup(semantics.ToString(), ssrcs.ToImmutable());
    }

    public static RidDescription? Rid(ReadOnlySpan<char> value)
    {
        var id = SdpText.NextWord(ref value);
        var direction = SdpText.NextWord(ref value);
        return direction is "send" or "recv" ? new RidDescription(id.ToString(), direction is "send", SdpText.OrNull(value)) : null;
    }

    public static SdpGroup? Group(ReadOnlySpan<char> value)
    {
        var semantics = SdpText.NextWord(ref value);
        return semantics.IsEmpty ? null : new SdpGroup(semantics.ToString(), Words(value));
    }

    public static SimulcastDescription? Simulcast(ReadOnlySpan<char> value)
    {
        string? send = null;
        string? receive = null;
        while (!value.IsEmpty)
        {
            var direction = SdpText.NextWord(ref value);
            var layers = SdpText.OrNull(SdpText.NextWord(ref value));
            if (layers is null || direction is not ("send" or "recv"))
            {
                return null;
            }

            if (direction is "send")
            {
                send ??= layers;
            }
            else
            {
                receive ??= layers;
            }
        }

        return send is null && receive is null ? null : new SimulcastDescription(send, receive);
    }

    public static SdpSetup? Setup(ReadOnlySpan<char> value) =>
        value switch
        {
            "active" => SdpSetup.Active,
            "passive" => SdpSetup.Passive,
            "actpass" => SdpSetup.ActivePassive,
            "holdconn" => SdpSetup.HoldConnection,
            _ => null,
        };

    public static double? FrameRate(ReadOnlySpan<char> value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0.001 and <= 1_000
            ? rate
            : null;

    public static bool TryParseDirection(ReadOnlySpan<char> word, out SdpDirection direction)
    {
        (var known, direction) = word switch
        {
            "sendrecv" => (true, SdpDirection.SendReceive),
            "sendonly" => (true, SdpDirection.SendOnly),
            "recvonly" => (true, SdpDirection.ReceiveOnly),
            "inactive" => (true, SdpDirection.Inactive),
            _ => (false, default),
        };
        return known;
    }

    public static ImmutableArray<string> Words(ReadOnlySpan<char> value) =>
        [.. value.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    private static bool TryTakePayloadType(ref ReadOnlySpan<char> value, out byte payloadType) =>
        byte.TryParse(SdpText.NextWord(ref value), NumberStyles.None, CultureInfo.InvariantCulture, out payloadType) && payloadType < 128;
}
