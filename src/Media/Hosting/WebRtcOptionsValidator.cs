using System.Net;
using System.Net.Sockets;
using Command.Media.WebRtc;
using Microsoft.Extensions.Options;

namespace Command.Media.Hosting;

/// <summary>Refuses to start with values that cannot work, naming value and range.</summary>
internal sealed class WebRtcOptionsValidator : IValidateOptions<WebRtcOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebRtcOptions options)
    {
        List<string> faults = [];
        Check(options.Port is >= 0 and <= 65_535, $"Media:Port is {options.Port}; 0 to 65535.");
        Check(options.MaxSessions is >= 1 and <= 100_000, $"Media:MaxSessions is {options.MaxSessions}; 1 to 100000.");
        Check(options.MaxHandshakes is >= 2 and <= 1_024, $"Media:MaxHandshakes is {options.MaxHandshakes}; 2 to 1024.");
        Check(options.PublishStartKbps is >= 100 and <= 10_000, $"Media:PublishStartKbps is {options.PublishStartKbps}; 100 to 10000.");
        CheckTime("ConnectTimeout", options.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        CheckTime("ConsentTimeout", options.ConsentTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
        CheckTime("SilentPeerTimeout", options.SilentPeerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        foreach (var address in options.PublicAddresses)
        {
            Check(IsReachable(address), $"Media:PublicAddresses has '{address}'; IP addresses that browsers can reach only.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool isRight, string fault)
        {
            if (!isRight)
            {
                faults.Add(fault);
            }
        }

        void CheckTime(string option, TimeSpan value, TimeSpan least, TimeSpan most) =>
            Check(value >= least && value <= most, $"Media:{option} is {value}; {least} to {most}.");
    }

    /// <summary>Whole addresses of one host: "10.1" is read as 10.0.0.1 elsewhere, and nobody can send to "any".</summary>
    private static bool IsReachable(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(letter => letter == '.') == 3)
        && !address.Equals(IPAddress.Any)
        && !address.Equals(IPAddress.IPv6Any)
        && !address.Equals(IPAddress.Broadcast);
}
