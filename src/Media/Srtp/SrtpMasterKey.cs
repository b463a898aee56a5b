namespace Command.Media.Srtp;

/// <summary>Master key and salt of one direction. Reference semantics: secrets are not copied about.</summary>
internal sealed class SrtpMasterKey
{
    /// <summary>Copies both.</summary>
    /// <param name="profile">Gives the sizes.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="salt">12 bytes for GCM, 14 for counter mode.</param>
    public SrtpMasterKey(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, SrtpProfile.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, profile.SaltLength);
        Profile = profile;
        Key = key.ToArray();
        Salt = salt.ToArray();
    }

    /// <summary>What the key is for.</summary>
    public SrtpProfile Profile { get; }

    internal byte[] Key { get; }

    internal byte[] Salt { get; }
}
