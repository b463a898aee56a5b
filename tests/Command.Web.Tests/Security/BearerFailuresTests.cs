using System.Net;
using Command.Web.Security;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Command.Web.Tests.Security;

public sealed class BearerFailuresTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly BearerFailures _failures;

    public BearerFailuresTests() =>
        _failures = new BearerFailures(Options.Create(new SecurityOptions { BearerFailuresPerMinute = 3 }), _time);

    [Fact]
    public void WaitOf_BelowTheLimit_IsNone()
    {
        Count(Address, 2);

        Assert.Null(_failures.WaitOf(Address));
    }

    [Fact]
    public void WaitOf_AtTheLimit_LastsForTheRestOfTheMinuteAndForThisAddressAlone()
    {
        Count(Address, 1);
        _time.Advance(TimeSpan.FromSeconds(20));
        Count(Address, 2);

        Assert.Equal(TimeSpan.FromSeconds(40), _failures.WaitOf(Address));
        Assert.Null(_failures.WaitOf(IPAddress.Parse("192.0.2.2")));
        Assert.Null(_failures.WaitOf(null));
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(_failures.WaitOf(Address));
        Count(Address, 1);
        Assert.Null(_failures.WaitOf(Address));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    public void WaitOf_AddressesOfOneHost_AreOne(string wrong, string asked, bool blocked)
    {
        Count(IPAddress.Parse(wrong), 3);

        Assert.Equal(blocked, _failures.WaitOf(IPAddress.Parse(asked)) is not null);
    }

    [Fact]
    public void Count_MoreAddressesThanTheTableHolds_ForgetsAndStaysBounded()
    {
        Count(Address, 3);
        for (var i = 0; i < 10_000; i++)
        {
            _failures.Count(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.Null(_failures.WaitOf(Address));
    }

    private void Count(IPAddress address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _failures.Count(address);
        }
    }
}
