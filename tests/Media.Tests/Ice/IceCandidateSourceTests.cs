using System.Net;
using System.Net.NetworkInformation;
using Command.Media.Ice;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.Ice;

public sealed class IceCandidateSourceTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("203.0.113.9", null)] // in front of a NAT: not an address of this machine
    [InlineData("127.0.0.1,203.0.113.9", null)]
    [InlineData("", null)]
    public void OnlyLocal_Announced_IsTheAddressToListenOn(string announced, string? expected)
    {
        var addresses = announced.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToList();

        Assert.Equal(expected, IceCandidateSource.OnlyLocal(addresses)?.ToString());
    }

    private readonly FakeTimeProvider _time = new();
    private IPAddress[] _interfaces = [IPAddress.Parse("192.0.2.1"), IPAddress.Loopback];
    private int _looks;

    [Fact]
    public void Current_AddressChanges_IsAnnouncedAfterAFewSeconds()
    {
        var source = new IceCandidateSource([], 8189, hasIPv6: true, _time, Look);
        Assert.Equal("192.0.2.1 127.0.0.1", Announced(source));
        _interfaces = [IPAddress.Parse("198.51.100.7"), IPAddress.Loopback];
        _time.Advance(IceCandidateSource.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.Equal("192.0.2.1 127.0.0.1", Announced(source));
        Assert.Equal(1, _looks);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("198.51.100.7 127.0.0.1", Announced(source));
        Assert.Equal("198.51.100.7 127.0.0.1", Announced(source));
        Assert.Equal(2, _looks);
    }

    [Fact]
    public void Current_LookFails_KeepsTheLastOne()
    {
        var fails = false;
        var source = new IceCandidateSource([], 8189, hasIPv6: true, _time, () => fails ? throw new NetworkInformationException() : Look());
        fails = true;
        _time.Advance(IceCandidateSource.Lifetime);
        Assert.Equal("192.0.2.1 127.0.0.1", Announced(source));
    }

    [Fact]
    public void Current_ConfiguredAddresses_NeverLooksAtInterfaces()
    {
        var source = new IceCandidateSource([IPAddress.Parse("203.0.113.5")], 8189, hasIPv6: true, _time, Look);
        _time.Advance(IceCandidateSource.Lifetime * 2);
        Assert.Equal("203.0.113.5", Announced(source));
        Assert.Equal(0, _looks);
    }

    [Fact]
    public void Current_OfThisMachine_HasLoopbackLast() =>
        Assert.Equal(IPAddress.Loopback, new IceCandidateSource([], 8189, hasIPv6: true, _time).Current[^1].Address);

    private static string Announced(IceCandidateSource source) => string.Join(' ', source.Current);

    private IPAddress[] Look()
    {
        _looks++;
        return _interfaces;
    }
}
