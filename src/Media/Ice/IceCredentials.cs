using System.Security.Cryptography;
using System.Text;

namespace Command.Media.Ice;

/// <summary>User name fragment and password of one ICE generation (RFC 8445 §5.3).</summary>
/// <param name="Ufrag">4 to 256 ice-chars; ours have 8 (48 bits), so that they do not collide on one port.</param>
/// <param name="Password">22 to 256 ice-chars; ours have 24 (144 bits).</param>
internal sealed record IceCredentials(string Ufrag, string Password)
{
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>The password as STUN's short-term key.</summary>
    public byte[] Key { get; } = Encoding.UTF8.GetBytes(Password);

    /// <summary>Fresh random credentials.</summary>
    public static IceCredentials Create() =>
        new(RandomNumberGenerator.GetString(IceChars, 8), RandomNumberGenerator.GetString(IceChars, 24));

    /// <summary>Names the fragment, never the password.</summary>
    public override string ToString() => Ufrag;
}
