namespace Command.Silo.Directory;

/// <summary>Turns what a person typed into a LIKE pattern that means exactly that text.</summary>
internal static class SearchPattern
{
    public const string Escape = "\\";
    private const int MaxLength = 100;

    /// <summary>Null when nothing was typed.</summary>
    public static string? Of(string? text)
    {
        var wanted = text?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(wanted))
        {
            return null;
        }
        var bounded = wanted.Length > MaxLength ? wanted[..MaxLength] : wanted;
        var literal = bounded
            .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
            .Replace("%", Escape + "%", StringComparison.Ordinal)
            .Replace("_", Escape + "_", StringComparison.Ordinal);
        return $"%{literal}%";
    }
}
