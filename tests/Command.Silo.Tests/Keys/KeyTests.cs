using System.Security.Cryptography;
using System.Text;
using Command.Silo.Keys;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Silo.Tests.Keys;

public sealed class KeyTests
{
    [Fact]
    public void Load_FirstStart_MakesAFileForTheOwnerOnlyAndReadsItAgain()
    {
        using var folder = new TestFolder();

        var made = MasterKey.Load(null, folder.Path, NullLogger.Instance);
        var again = MasterKey.Load("", folder.Path, NullLogger.Instance);

        Assert.Equal(made.Id.ToArray(), again.Id.ToArray());
        Assert.Equal(Path.Combine(folder.Path, "keys", "master"), made.Origin);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.Origin));
        Assert.Single(System.IO.Directory.GetFiles(Path.Combine(folder.Path, "keys")));
    }

    [Fact]
    public void Load_FileOpenToOthers_IsClosed()
    {
        using var folder = new TestFolder();
        var path = MasterKey.Load(null, folder.Path, NullLogger.Instance).Origin;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        MasterKey.Load(null, folder.Path, NullLogger.Instance);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Load_Configured_WinsAndMakesNoFile()
    {
        using var folder = new TestFolder();
        var key = RandomNumberGenerator.GetBytes(MasterKey.Length);

        var loaded = MasterKey.Load(Convert.ToBase64String(key), folder.Path, NullLogger.Instance);

        Assert.Equal(new MasterKey(key, "test").Id.ToArray(), loaded.Id.ToArray());
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("not base 64!", "not base 64")]
    [InlineData("AAAA", "3 bytes")]
    public void Load_BadValue_SaysWhatIsExpectedAndNotTheValue(string value, string expected)
    {
        var failure = Assert.Throws<MasterKeyException>(() => MasterKey.Load(value, "/nowhere", NullLogger.Instance));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(MasterKey.Variable, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Seal_CloseAndOpen_GivesTheSecretBack(int length)
    {
        var seal = new Seal(NewMaster(), "use");
        var secret = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(SealVerdict.Opened, seal.TryOpen(seal.Close(secret, "camera/a"), "camera/a", out var opened));
        Assert.Equal(secret, opened);
    }

    [Fact]
    public void Seal_AnyByteChanged_DoesNotOpen()
    {
        var seal = new Seal(NewMaster(), "use");
        var closed = seal.Close("secret"u8, "p");
        for (var i = 0; i < closed.Length; i++)
        {
            var changed = (byte[])closed.Clone();
            changed[i] ^= 1;
            Assert.NotEqual(SealVerdict.Opened, seal.TryOpen(changed, "p", out var secret));
            Assert.Empty(secret);
        }

        for (var length = 0; length < closed.Length; length++)
        {
            Assert.NotEqual(SealVerdict.Opened, seal.TryOpen(closed.AsSpan(0, length), "p", out _));
        }
    }

    [Fact]
    public void Seal_OtherPurposeUseOrMaster_DoesNotOpen()
    {
        var master = NewMaster();
        var seal = new Seal(master, "use");
        var closed = seal.Close("secret"u8, "camera/a");

        Assert.Equal(SealVerdict.Tampered, seal.TryOpen(closed, "camera/b", out _));
        Assert.Equal(SealVerdict.Tampered, new Seal(master, "other").TryOpen(closed, "camera/a", out _));
        Assert.Equal(SealVerdict.OtherMasterKey, new Seal(NewMaster(), "use").TryOpen(closed, "camera/a", out _));
    }

    [Fact]
    public void Seal_SameSecretTwice_LooksDifferent()
    {
        var seal = new Seal(NewMaster(), "use");

        Assert.NotEqual(seal.Close("secret"u8, "p"), seal.Close("secret"u8, "p"));
    }

    [Fact]
    public void SecretProtector_StoredText_TellsNothingAndOpensForItsOwnerOnly()
    {
        var protector = new SecretProtector(NewMaster());
        var stored = protector.Protect("密码 s3cret", "camera/a");

        Assert.True(protector.TryUnprotect(stored, "camera/a", out var secret));
        Assert.Equal("密码 s3cret", secret);
        Assert.False(protector.TryUnprotect(stored, "camera/b", out _));
        Assert.False(new SecretProtector(NewMaster()).TryUnprotect(stored, "camera/a", out _));
        Assert.False(protector.TryUnprotect("", "camera/a", out _));
        Assert.False(protector.TryUnprotect("§", "camera/a", out _));
        Assert.DoesNotContain("s3cret", Encoding.UTF8.GetString(Convert.FromBase64String(stored)), StringComparison.Ordinal);
    }

    [Fact]
    public void KeyVault_OtherMasterKey_SaysWhatToPutBack()
    {
        var wrapped = new KeyVault(NewMaster()).Wrap("ring"u8, "p");

        var failure = Assert.Throws<MasterKeyException>(() => new KeyVault(NewMaster()).Unwrap(wrapped, "p"));

        Assert.Contains("another master key", failure.Message, StringComparison.Ordinal);
        Assert.Contains(MasterKey.Variable, failure.Message, StringComparison.Ordinal);
    }

    private static MasterKey NewMaster() => new(RandomNumberGenerator.GetBytes(MasterKey.Length), "test");
}
