namespace Command.Devices.Mqtt;

/// <summary>A topic <c>v1/{site}/bwc/{serial}/up/…</c>, taken apart.</summary>
/// <param name="Serial">The device level.</param>
/// <param name="Kind">What it carries.</param>
/// <param name="EventType">Last level of an event; empty otherwise.</param>
internal readonly record struct BodyWornTopic(string Serial, BodyWornTopicKind Kind, string EventType)
{
    /// <summary>Longest serial in characters.</summary>
    public const int MaxSerial = 64;

    private const int MaxEventType = 32;

    /// <summary>Whether a text may stand as one level of a topic: letters, digits, underscore and hyphen.</summary>
    public static bool IsName(ReadOnlySpan<char> text, int most)
    {
        if (text.Length == 0 || text.Length > most)
        {
            return false;
        }
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Topic of an order.</summary>
    public static string ForOrder(string site, string serial, string name) => $"v1/{site}/bwc/{serial}/dn/cmd/{name}";

    /// <summary>Topic of the answers.</summary>
    public static string ForAnswers(string site, string serial) => $"v1/{site}/bwc/{serial}/up/ack";

    /// <summary>Everything that the recorders of a site say.</summary>
    public static string FilterOfSite(string site) => $"v1/{site}/bwc/+/up/#";

    /// <summary>Reads a topic; false when it is not one that a recorder of this site may speak on.</summary>
    public static bool TryParse(string site, ReadOnlySpan<char> topic, out BodyWornTopic parsed)
    {
        parsed = default;
        if (!TryEnter(ref topic, "v1") || !TryEnter(ref topic, site) || !TryEnter(ref topic, "bwc"))
        {
            return false;
        }
        var end = topic.IndexOf('/');
        if (end < 0 || !IsName(topic[..end], MaxSerial))
        {
            return false;
        }
        var serial = topic[..end];
        topic = topic[(end + 1)..];
        if (!TryEnter(ref topic, "up") || !TryReadKind(topic, out var kind, out var eventType))
        {
            return false;
        }
        parsed = new BodyWornTopic(serial.ToString(), kind, eventType);
        return true;
    }

    private static bool TryReadKind(ReadOnlySpan<char> rest, out BodyWornTopicKind kind, out string eventType)
    {
        eventType = string.Empty;
        kind = rest switch
        {
            "status" => BodyWornTopicKind.Status,
            "info" => BodyWornTopicKind.Info,
            "telemetry/gnss" => BodyWornTopicKind.Positions,
            "telemetry/health" => BodyWornTopicKind.Health,
            "ack" => BodyWornTopicKind.Answer,
            "cfg" or "file/index" => BodyWornTopicKind.Unread,
            _ => BodyWornTopicKind.Event,
        };
        if (kind != BodyWornTopicKind.Event)
        {
            return true;
        }
        if (!TryEnter(ref rest, "event") || !IsName(rest, MaxEventType))
        {
            return false;
        }
        eventType = rest.ToString();
        return true;
    }

    private static bool TryEnter(ref ReadOnlySpan<char> topic, ReadOnlySpan<char> level)
    {
        if (topic.Length <= level.Length || topic[level.Length] != '/' || !topic.StartsWith(level, StringComparison.Ordinal))
        {
            return false;
        }
        topic = topic[(level.Length + 1)..];
        return true;
    }
}
