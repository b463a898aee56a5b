namespace Command.Media.Srtp;

/// <summary>An SRTP protection profile (RFC 5764 §4.1.2, RFC 7714 §14.2): its DTLS id and its sizes in bytes.</summary>
internal sealed class SrtpProfile
{
    /// <summary>Master and session encryption key of every profile we speak.</summary>
    public const int KeyLength = 16;

    /// <summary>Preferred: AEAD_AES_128_GCM.</summary>
    public static readonly SrtpProfile AeadAes128Gcm = new("AEAD_AES_128_GCM", 0x0007, 12, 0, 16, 16);

    /// <summary>What every WebRTC peer has: AES128_CM_HMAC_SHA1_80.</summary>
    public static readonly SrtpProfile Aes128CmHmacSha1Tag80 = new("AES128_CM_HMAC_SHA1_80", 0x0001, 14, 20, 10, 10);

    /// <summary>Short RTP tag for thin audio links: AES128_CM_HMAC_SHA1_32. RTCP keeps the long tag.</summary>
    public static readonly SrtpProfile Aes128CmHmacSha1Tag32 = new("AES128_CM_HMAC_SHA1_32", 0x0002, 14, 20, 4, 10);

    private SrtpProfile(string name, ushort id, int saltLength, int authKeyLength, int rtpTagLength, int rtcpTagLength)
    {
        Name = name;
        Id = id;
        SaltLength = saltLength;
        AuthKeyLength = authKeyLength;
        RtpTagLength = rtpTagLength;
        RtcpTagLength = rtcpTagLength;
    }

    /// <summary>Name in the IANA registry.</summary>
    public string Name { get; }

    /// <summary>Number in the use_srtp extension.</summary>
    public ushort Id { get; }

    /// <summary>Master salt.</summary>
    public int SaltLength { get; }

    /// <summary>Session authentication key; 0 for AEAD.</summary>
    public int AuthKeyLength { get; }

    /// <summary>What protection adds to an RTP packet.</summary>
    public int RtpTagLength { get; }

    /// <summary>Authentication tag of an RTCP packet; the index word (4 bytes) comes on top.</summary>
    public int RtcpTagLength { get; }

    /// <summary>What protection adds to an RTCP packet.</summary>
    public int RtcpOverhead => RtcpTagLength + 4;

    /// <summary>Finds a profile that we speak by its DTLS id.</summary>
    public static SrtpProfile? Find(int id) =>
        id switch
        {
            0x0007 => AeadAes128Gcm,
            0x0001 => Aes128CmHmacSha1Tag80,
            0x0002 => Aes128CmHmacSha1Tag32,
            _ => null,
        };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
