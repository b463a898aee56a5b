using Command.Media.Srtp;

namespace Command.Media.Tests.Srtp;

public sealed class SrtpCipherTests
{
    private const string GcmKey = "000102030405060708090a0b0c0d0e0f";
    private const string GcmSalt = "517569642070726f2071756f";

    private const string GcmRtpClear =
        "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e697320646976697361" + "20696e207061727465732074726573";

    private const string GcmRtpSealed =
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";

    private const string GcmRtcpClear =
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string GcmRtcpSealed =
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
        + "c84aa45896cf4d2fc5abf87245d9eade800005d4";

    [Fact]
    public void Rfc3711_B2_AesCmKeystream()
    {
        using var cipher = new AesCmHmacSha1Cipher(
            SrtpProfile.Aes128CmHmacSha1Tag80,
            Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"),
            new byte[20],
            Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD")
        );

        // Zeros under SSRC 0 and index 0 show the keystream itself.
        var buffer = new byte[12 + 48 + 10];
        Assert.Equal(buffer.Length, cipher.SealRtp(buffer, 12, 60, 0, 0));
        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(buffer.AsSpan(12, 48))
        );
    }

    [Fact]
    public void Rfc7714_16_1_1_GcmSealsRtp()
    {
        using var cipher = Gcm();
        var buffer = Room(GcmRtpClear, 16, out var length);
        Assert.Equal(buffer.Length, cipher.SealRtp(buffer, 12, length, 0x5501a0b2, 0xf17b));
        Assert.Equal(GcmRtpSealed, Convert.ToHexStringLower(buffer));
    }

    [Fact]
    public void Rfc7714_16_1_2_GcmOpensRtp()
    {
        using var cipher = Gcm();
        var packet = Convert.FromHexString(GcmRtpSealed);
        var length = cipher.OpenRtp(packet, 12, 0x5501a0b2, 0xf17b);
        Assert.Equal(GcmRtpClear, Convert.ToHexStringLower(packet.AsSpan(0, length)));
    }

    [Fact]
    public void Rfc7714_17_1_GcmSealsRtcp()
    {
        using var cipher = Gcm();
        var buffer = Room(GcmRtcpClear, 20, out var length);
        Assert.Equal(buffer.Length, cipher.SealRtcp(buffer, length, 0x4d617273, 0x5d4));
        Assert.Equal(GcmRtcpSealed, Convert.ToHexStringLower(buffer));
    }

    [Fact]
    public void Rfc7714_17_2_GcmOpensRtcp()
    {
        using var cipher = Gcm();
        var packet = Convert.FromHexString(GcmRtcpSealed);
        Assert.True(cipher.TryReadRtcpIndex(packet, out var indexWord));
        Assert.Equal(0x800005d4, indexWord);
        var length = cipher.OpenRtcp(packet, 0x4d617273, indexWord);
        Assert.Equal(GcmRtcpClear, Convert.ToHexStringLower(packet.AsSpan(0, length)));
    }

    private static AesGcmCipher Gcm() => new(Convert.FromHexString(GcmKey), Convert.FromHexString(GcmSalt));

    private static byte[] Room(string hex, int overhead, out int length)
    {
        var clear = Convert.FromHexString(hex);
        length = clear.Length;
        return [.. clear, .. new byte[overhead]];
    }
}
