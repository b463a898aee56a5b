namespace Command.Devices.Mqtt;

/// <summary>
/// What one identity may say and hear: publish below <c>v1/{site}/bwc/{serial}/up</c>, subscribe below <c>…/dn</c>. Everything else is refused:
/// also <c>#</c>, <c>+</c>, <c>$SYS</c>, <c>$share</c> and every filter that is wider than the grant.
/// </summary>
internal sealed class TopicGrant
{
    /// <summary>Longest topic or filter in characters.</summary>
    private const int MaxLength = 256;

    private readonly string _up;
    private readonly string _down;

    /// <summary>Makes the grant of an authenticated device.</summary>
    /// <param name="site">Tenant level.</param>
    /// <param name="serial">Device level; a name as <see cref="BodyWornTopic.IsName"/> demands it.</param>
    public TopicGrant(string site, string serial)
    {
        _up = $"v1/{site}/bwc/{serial}/up/";
        _down = $"v1/{site}/bwc/{serial}/dn/";
    }

    /// <summary>Whether this identity may publish on a topic.</summary>
    public bool MayPublish(ReadOnlySpan<char> topic) =>
        topic.Length <= MaxLength
        && topic.StartsWith(_up, StringComparison.Ordinal)
        && topic.Length > _up.Length
        && topic.IndexOfAny('#', '+', '\0') < 0;

    /// <summary>
    /// Whether this identity may subscribe to a filter: its first levels are the grant's, word for word, and what follows is well formed
    /// (MQTT 5 §4.7.1). A wildcard above the last fixed level would hear other devices.
    /// </summary>
    public bool MaySubscribe(ReadOnlySpan<char> filter)
    {
        if (filter.Length > MaxLength || !filter.StartsWith(_down, StringComparison.Ordinal) || filter.Length == _down.Length)
        {
            return false;
        }
        var rest = filter[_down.Length..];
        while (true)
        {
            var end = rest.IndexOf('/');
            var level = end < 0 ? rest : rest[..end];
            if (level.IndexOfAny('#', '+', '\0') >= 0 && !(level is "+" || (level is "#" && end < 0)))
            {
                return false;
            }
            if (end < 0)
            {
                return true;
            }
            rest = rest[(end + 1)..];
        }
    }
}
