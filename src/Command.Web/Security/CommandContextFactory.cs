using System.Diagnostics;
using Command.Contracts.Accounts;
using Command.Contracts.Common;

namespace Command.Web.Security;

/// <summary>Makes the <see cref="CommandContext"/> of an act: principal, client address, purpose, correlation id.</summary>
internal sealed class CommandContextFactory(IHttpContextAccessor accessor)
{
    private const string PurposeHeader = "X-Command-Purpose";
    private const int LongestText = 200;

    /// <summary>For a request of somebody who has signed in, by whatever way.</summary>
    public static CommandContext ForRequest(HttpContext http)
    {
        var purpose = Bounded(http.Request.Headers[PurposeHeader].ToString());
        var address = http.Connection.RemoteIpAddress?.ToString();
        if (http.Features.Get<ActingContext>() is { } acting)
        {
            var context = acting.Context;
            return context with { Purpose = purpose ?? context.Purpose, ClientAddress = address, CorrelationId = Correlation() };
        }
        var session =
            SessionClaims.Of(http.User) ?? throw new InvalidOperationException("The endpoint let somebody in who has not signed in.");
        return ForSession(session, purpose, address);
    }

    /// <summary>For an act in a circuit, where the session's own address is the best that is known.</summary>
    public static CommandContext ForSession(SessionIdentity session) => ForSession(session, null, session.ClientAddress);

    /// <summary>For somebody who tries to sign in under a name.</summary>
    public CommandContext ForStranger(string userName) =>
        new("anonymous", Bounded(userName) ?? "anonymous", null, null, Correlation(), ClientAddress(), null);

    /// <summary>For what Identity's managers do to an account on its owner's behalf.</summary>
    public CommandContext ForAccount(AccountRecord account) =>
        new(account.Id, account.UserName, account.UnitId, null, Correlation(), ClientAddress(), null);

    /// <summary>The address the present request came from.</summary>
    public string? ClientAddress() => accessor.HttpContext?.Connection.RemoteIpAddress?.ToString();

    private static CommandContext ForSession(SessionIdentity session, string? purpose, string? address) =>
        new(session.AccountId, session.DisplayName, session.UnitId, purpose, Correlation(), address, session.SessionId);

    private static string Correlation() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();

    private static string? Bounded(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c)).Take(LongestText)]).Trim();
        return clean.Length == 0 ? null : clean;
    }
}
