using System.Diagnostics.CodeAnalysis;

namespace Command.Silo.Keys;

/// <summary>Keeps secrets of others, such as device passwords, inside stored states. Opened only in the silo. Thread-safe.</summary>
internal interface ISecretProtector
{
    /// <summary>Base-64 text to store; <paramref name="purpose"/> names the owner, such as <c>camera/{id}</c>, and is needed to open it.</summary>
    string Protect(string secret, string purpose);

    /// <summary>False when the text was made under another master key, for another purpose, or was changed.</summary>
    bool TryUnprotect(string protectedSecret, string purpose, [NotNullWhen(true)] out string? secret);
}
