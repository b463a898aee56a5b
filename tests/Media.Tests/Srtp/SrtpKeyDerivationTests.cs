using Command.Media.Srtp;

namespace Command.Media.Tests.Srtp;

public sealed class SrtpKeyDerivationTests
{
    private static readonly SrtpMasterKey Master = new(
        SrtpProfile.Aes128CmHmacSha1Tag80,
        Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139"),
        Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6")
    );

    [Theory]
    [InlineData(SrtpKeyDerivation.RtpEncryption, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(SrtpKeyDerivation.RtpSalt, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(
        SrtpKeyDerivation.RtpAuthentication,
        "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC25"
            + "6D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2DC68"
    )]
    public void Rfc3711_B3_KeyDerivation(byte label, string expected)
    {
        Assert.Equal(expected, Convert.ToHexString(SrtpKeyDerivation.Derive(Master, label, expected.Length / 2)));
    }
}
