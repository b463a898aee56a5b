using Command.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Command.Web.Tests.Security;

public sealed class UnknownNamesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly UnknownNames _names;

    public UnknownNamesTests() => _names = new UnknownNames(new PasswordHasher<Account>(), Options.Create(new SecurityOptions()), _time);

    [Fact]
    public void CountFailure_FifthInARow_LocksForAWhile()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(_names.CountFailure("X"));
        }
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(5), _names.CountFailure("X"));
        Assert.NotNull(_names.CountFailure("X"));
        Assert.Null(_names.CountFailure("Y"));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(_names.CountFailure("X"));
    }

    [Fact]
    public void CountFailure_EndlessNames_StayBounded()
    {
        for (var i = 0; i < 25_000; i++)
        {
            Assert.Null(_names.CountFailure($"name {i}"));
        }
    }
}
