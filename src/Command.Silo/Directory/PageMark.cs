using System.Buffers.Text;
using System.Text;

namespace Command.Silo.Directory;

/// <summary>Where a page of devices ended: the last one's place in the order. Opaque to callers.</summary>
internal readonly record struct PageMark(string SortName, string Id)
{
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Id}{SortName}"));

    /// <summary>False for text that this server did not make.</summary>
    public static bool TryDecode(string text, out PageMark mark)
    {
        mark = default;
        if (text.Length > 1024 || !Base64Url.IsValid(text))
        {
            return false;
        }
        var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (decoded.Length < Contracts.Common.Ulid.Length)
        {
            return false;
        }
        mark = new PageMark(decoded[Contracts.Common.Ulid.Length..], decoded[..Contracts.Common.Ulid.Length]);
        return true;
    }
}
