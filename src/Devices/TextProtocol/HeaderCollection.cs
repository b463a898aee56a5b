using System.Collections;

namespace Command.Devices.TextProtocol;

/// <summary>
/// Headers of one message in their order; names are compared without case and may repeat. Not thread-safe while it is filled.
/// </summary>
public sealed class HeaderCollection : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>Number of header lines.</summary>
    public int Count => _headers.Count;

    /// <summary>Appends a header line.</summary>
    public void Add(string name, string value) => _headers.Add(new(name, value));

    /// <summary>The first value of that name; null when absent.</summary>
    public string? Find(string name)
    {
        foreach (var (key, value) in _headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Every value of that name, in order.</summary>
    public IEnumerable<string> FindAll(string name) =>
        _headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);

    /// <summary>Continues the last value: the folded lines of RFC 822.</summary>
    internal void AppendToLast(string text)
    {
        if (_headers.Count > 0)
        {
            var (name, value) = _headers[^1];
            _headers[^1] = new(name, $"{value} {text}".Trim());
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
