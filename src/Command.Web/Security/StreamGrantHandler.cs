using System.Text.Encodings.Web;
using Command.Contracts.Streams;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Authenticates whoever opens one stream with a single-use grant; the grant is used up by that.</summary>
internal sealed class StreamGrantHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IGrainFactory grains,
    BearerFailures failures
) : BearerHandler(options, logger, encoder)
{
    private const string WrongGrant = "stream-grant-invalid";

    /// <summary>True for requests that a grant can be for.</summary>
    public static bool IsFor(HttpRequest request) => TryReadPurpose(request, out _, out _);

    protected override async Task<AuthenticateResult> AuthenticateAsync(string token)
    {
        if (!TryReadPurpose(Request, out var stream, out var action))
        {
            return Refuse(WrongGrant);
        }
        var address = Context.Connection.RemoteIpAddress;
        if (failures.WaitOf(address) is { } wait)
        {
            return RefuseFor(wait);
        }
        var book = grains.GetGrain<IStreamGrantGrain>(IStreamGrantGrain.SiteKey);
        if (await book.RedeemAsync(token, stream, action, Context.RequestAborted) is { } holder)
        {
            return Accept(holder);
        }
        failures.Count(address);
        return Refuse(WrongGrant);
    }

    private static bool TryReadPurpose(HttpRequest request, out StreamPath stream, out StreamAction action)
    {
        stream = default;
        action = request.Path.StartsWithSegments("/whip", StringComparison.Ordinal) ? StreamAction.Publish : StreamAction.Watch;
        return HttpMethods.IsPost(request.Method)
            && (
                request.Path.StartsWithSegments("/whep", StringComparison.Ordinal, out var rest)
                || request.Path.StartsWithSegments("/whip", StringComparison.Ordinal, out rest)
            )
            && StreamPath.TryParse(rest.Value?.TrimStart('/'), out stream);
    }
}
