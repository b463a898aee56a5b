using System.Text.Encodings.Web;
using Command.Contracts.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Authenticates a recorder by its own key: <c>Authorization: Bearer rec.{recorder}.{key}</c>.</summary>
internal sealed class DeviceKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    DeviceKeys keys,
    BearerFailures failures
) : BearerHandler(options, logger, encoder)
{
    private const string WrongKey = "device-key-invalid";

    protected override async Task<AuthenticateResult> AuthenticateAsync(string token)
    {
        if (!BearerToken.TryReadDevice(token, out var recorderId, out var key))
        {
            return Refuse(WrongKey);
        }
        var address = Context.Connection.RemoteIpAddress;
        if (keys.Remembered(recorderId, key) is { } remembered)
        {
            return remembered ? Recorder(recorderId) : Refuse(WrongKey);
        }
        if (failures.WaitOf(address) is { } wait)
        {
            return RefuseFor(wait);
        }
        if (await keys.VerifyAsync(recorderId, key, Context.RequestAborted))
        {
            return Recorder(recorderId);
        }
        failures.Count(address);
        return Refuse(WrongKey);
    }

    private AuthenticateResult Recorder(string id) => Accept(CommandContext.Device("recorder", id, "", null));
}
