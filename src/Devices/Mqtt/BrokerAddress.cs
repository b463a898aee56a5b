using System.Diagnostics.CodeAnalysis;

namespace Command.Devices.Mqtt;

/// <summary>Where an external broker is.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="UsesTls">mqtts.</param>
internal sealed record BrokerAddress(string Host, int Port, bool UsesTls)
{
    /// <summary>Reads <c>mqtt://host[:port]</c> or <c>mqtts://host[:port]</c>; credentials and paths are refused, they have options of their own.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BrokerAddress? address)
    {
        address = null;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("mqtt" or "mqtts")
            || uri.Host.Length == 0
            || uri.UserInfo.Length != 0
            || uri.PathAndQuery is not ("" or "/")
        )
        {
            return false;
        }
        var usesTls = uri.Scheme == "mqtts";
        address = new BrokerAddress(
            uri.DnsSafeHost,
            uri.Port > 0 ? uri.Port
                : usesTls ? 8883
                : 1883,
            usesTls
        );
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(UsesTls ? "mqtts" : "mqtt")}://{Host}:{Port}";
}
