namespace Command.Silo.Keys;

/// <summary>Wraps the site's own keys for the database. Thread-safe.</summary>
internal sealed class KeyVault(MasterKey master)
{
    private readonly Seal _seal = new(master, "keys");

    public string Wrap(ReadOnlySpan<byte> key, string purpose) => Convert.ToBase64String(_seal.Close(key, purpose));

    /// <exception cref="MasterKeyException">It cannot be opened; the message says why and what to do.</exception>
    public byte[] Unwrap(string wrapped, string purpose)
    {
        var bytes = new byte[wrapped.Length];
        var verdict = Convert.TryFromBase64String(wrapped, bytes, out var length)
            ? _seal.TryOpen(bytes.AsSpan(0, length), purpose, out bytes)
            : SealVerdict.Malformed;
        return verdict switch
        {
            SealVerdict.Opened => bytes,
            SealVerdict.OtherMasterKey => throw new MasterKeyException(
                $"The keys in the database were wrapped by another master key than the one from {master.Origin}. "
                    + $"Put back the keys/master file or the {MasterKey.Variable} value this database was made with."
            ),
            _ => throw new MasterKeyException(
                $"The key '{purpose}' in the database is damaged ({verdict}); restore the database from a backup."
            ),
        };
    }
}
