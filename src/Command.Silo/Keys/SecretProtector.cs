using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Command.Silo.Keys;

internal sealed class SecretProtector(MasterKey master) : ISecretProtector
{
    private readonly Seal _seal = new(master, "secrets");

    public string Protect(string secret, string purpose) => Convert.ToBase64String(_seal.Close(Encoding.UTF8.GetBytes(secret), purpose));

    public bool TryUnprotect(string protectedSecret, string purpose, [NotNullWhen(true)] out string? secret)
    {
        var bytes = new byte[protectedSecret.Length];
        var opened =
            Convert.TryFromBase64String(protectedSecret, bytes, out var length)
            && _seal.TryOpen(bytes.AsSpan(0, length), purpose, out bytes) == SealVerdict.Opened;
        secret = opened ? Encoding.UTF8.GetString(bytes) : null;
        return opened;
    }
}
