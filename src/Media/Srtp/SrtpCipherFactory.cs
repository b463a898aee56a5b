namespace Command.Media.Srtp;

/// <summary>Derives session keys and makes the profile's transform; the only switch over profiles.</summary>
internal static class SrtpCipherFactory
{
    /// <summary>Transform for RTP packets of one direction.</summary>
    public static ISrtpCipher CreateRtp(SrtpMasterKey master) =>
        Create(master, SrtpKeyDerivation.RtpEncryption, SrtpKeyDerivation.RtpAuthentication, SrtpKeyDerivation.RtpSalt);

    /// <summary>Transform for RTCP packets of one direction.</summary>
    public static ISrtpCipher CreateRtcp(SrtpMasterKey master) =>
        Create(master, SrtpKeyDerivation.RtcpEncryption, SrtpKeyDerivation.RtcpAuthentication, SrtpKeyDerivation.RtcpSalt);

    private static ISrtpCipher Create(SrtpMasterKey master, byte encryption, byte authentication, byte salt)
    {
        var profile = master.Profile;
        Span<byte> key = stackalloc byte[SrtpProfile.KeyLength];
        Span<byte> sessionSalt = stackalloc byte[profile.SaltLength];
        SrtpKeyDerivation.Derive(master, encryption, key);
        SrtpKeyDerivation.Derive(master, salt, sessionSalt);
        if (profile == SrtpProfile.AeadAes128Gcm)
        {
            return new AesGcmCipher(key, sessionSalt);
        }

        Span<byte> authKey = stackalloc byte[profile.AuthKeyLength];
        SrtpKeyDerivation.Derive(master, authentication, authKey);
        return new AesCmHmacSha1Cipher(profile, key, authKey, sessionSalt);
    }
}
