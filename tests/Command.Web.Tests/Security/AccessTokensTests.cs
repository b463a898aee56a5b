using Command.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Command.Web.Tests.Security;

public sealed class AccessTokensTests
{
    private static readonly SessionIdentity Session = new("acct", "sess", "duty", "Duty A", "u1", "127.0.0.1");
    private readonly FakeTimeProvider _time = new();
    private readonly AccessTokens _tokens;

    public AccessTokensTests() => _tokens = Make(new EphemeralDataProtectionProvider());

    [Fact]
    public void TryRead_FreshToken_GivesTheSession()
    {
        Assert.Equal(AccessTokenVerdict.Valid, _tokens.TryRead(_tokens.Create(Session), out var session));
        Assert.Equal(Session, session);
    }

    [Fact]
    public void TryRead_AfterItsLifetime_IsExpired()
    {
        var token = _tokens.Create(Session);
        _time.Advance(_tokens.Lifetime);
        Assert.Equal(AccessTokenVerdict.Expired, _tokens.TryRead(token, out var session));
        Assert.Null(session);
    }

    [Fact]
    public void TryRead_ForeignKeys_Nonsense_AndEndlessText_AreMalformed()
    {
        var foreign = Make(new EphemeralDataProtectionProvider()).Create(Session);
        foreach (var token in new[] { foreign, "", "x", "ä", new string('A', 100_000), foreign[..20] })
        {
            Assert.Equal(AccessTokenVerdict.Malformed, _tokens.TryRead(token, out _));
        }
    }

    private AccessTokens Make(EphemeralDataProtectionProvider provider) => new(provider, Options.Create(new SecurityOptions()), _time);
}
