using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class DeviceKeyTests
{
    [Fact]
    public void Matches_OnlyTheKeyThatWasHashed()
    {
        var key = DeviceKey.New();
        var hash = DeviceKey.HashOf(key);
        Assert.True(DeviceKey.Matches(hash, key));
        Assert.False(DeviceKey.Matches(hash, DeviceKey.New()));
        Assert.False(DeviceKey.Matches(hash, ""));
        Assert.False(DeviceKey.Matches(hash, new string('a', 10_000)));
        Assert.False(DeviceKey.Matches(null, key));
        Assert.False(DeviceKey.Matches("not base64", key));
        Assert.False(DeviceKey.Matches(hash, key + " "));
    }

    [Fact]
    public void New_IsUrlSafeAndNeverTheSame()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => DeviceKey.New()).ToList();
        Assert.Equal(100, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[A-Za-z0-9_-]{43}$", key));
    }
}
