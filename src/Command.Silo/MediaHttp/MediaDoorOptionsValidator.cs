using System.Net;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaHttp;

/// <summary>Refuses to start with values out of range, naming value and range.</summary>
internal sealed class MediaDoorOptionsValidator : IValidateOptions<MediaDoorOptions>
{
    public ValidateOptionsResult Validate(string? name, MediaDoorOptions options)
    {
        var problems = new List<string>();
        if (!IPAddress.TryParse(options.Address, out _))
        {
            problems.Add($"{MediaDoorOptions.Section}:Address is '{options.Address}'; it must be an IP address.");
        }
        if (options.Port is < 0 or > 65_535)
        {
            problems.Add($"{MediaDoorOptions.Section}:Port is {options.Port}; it must be 0 to 65535.");
        }
        if (
            options.PublicAddress is { } address
            && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https"))
        )
        {
            problems.Add($"{MediaDoorOptions.Section}:PublicAddress is '{address}'; it must be an http:// or https:// address.");
        }
        if (options.StillWait < TimeSpan.FromMilliseconds(100) || options.StillWait > TimeSpan.FromSeconds(30))
        {
            problems.Add($"{MediaDoorOptions.Section}:StillWait is {options.StillWait}; it must be 0.1 s to 30 s.");
        }
        if (options.StillCache < TimeSpan.Zero || options.StillCache > TimeSpan.FromSeconds(10))
        {
            problems.Add($"{MediaDoorOptions.Section}:StillCache is {options.StillCache}; it must be 0 to 10 s.");
        }
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
