using System.Globalization;
using Command.Contracts.Common;

namespace Command.Silo.Signals;

/// <summary>Where a page of signals ended: time in microseconds since the Unix epoch, and id. Opaque to callers.</summary>
internal readonly record struct SignalPageMark(long RaisedUs, string Id)
{
    public string Encode() => string.Create(CultureInfo.InvariantCulture, $"{RaisedUs:x}-{Id}");

    /// <summary>False for text that this server did not make.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out SignalPageMark mark)
    {
        mark = default;
        var dash = text.IndexOf('-');
        if (
            dash < 1
            || !Ulid.IsValid(text[(dash + 1)..])
            || !long.TryParse(text[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var us)
        )
        {
            return false;
        }
        mark = new SignalPageMark(us, text[(dash + 1)..].ToString());
        return true;
    }
}
