using Command.Contracts.Streams;

namespace Command.Web.Application.Recorders;

/// <summary>Tells how recorders reach this site, from the configuration that the broker itself reads and the address the browser used.</summary>
internal sealed class RecorderAddresses(IConfiguration configuration)
{
    private const int MqttPort = 1883;
    private const int MqttTlsPort = 8883;
    private const int HttpsPort = 8443;

    /// <param name="id">Id of the recorder.</param>
    /// <param name="serial">The name it uses for itself.</param>
    /// <param name="page">Base address of the page, as the browser sees it.</param>
    public RecorderAccess Of(string id, string serial, Uri page)
    {
        var secure = Secure(page);
        var topics = $"v1/{configuration["Command:Site"] ?? "site"}/bwc/{serial}";
        var (kind, host, plain, tls) = Mqtt(page.Host);
        return new RecorderAccess(
            new Uri(page, $"/whip/{StreamPath.OfRecorder(id)}").ToString(),
            new Uri(secure, $"/field/{id}").ToString(),
            page.IsLoopback,
            kind,
            host,
            plain,
            tls,
            $"{topics}/up/#",
            $"{topics}/dn/#"
        );
    }

    /// <summary>The same server by HTTPS, where its port is fixed.</summary>
    private Uri Secure(Uri page)
    {
        var port = configuration.GetValue("Command:Web:HttpsPort", HttpsPort);
        return page.Scheme == Uri.UriSchemeHttps || port <= 0
            ? page
            : new UriBuilder(page) { Scheme = Uri.UriSchemeHttps, Port = port }.Uri;
    }

    private (string Kind, string? Host, int? Plain, int? Tls) Mqtt(string webHost)
    {
        if (!configuration.GetValue("Mqtt:Enabled", true))
        {
            return ("off", null, null, null);
        }
        if (configuration["Mqtt:Broker"] is { Length: > 0 } broker && Uri.TryCreate(broker, UriKind.Absolute, out var uri))
        {
            return uri.Scheme == "mqtts"
                ? ("external", uri.Host, null, uri.Port > 0 ? uri.Port : MqttTlsPort)
                : ("external", uri.Host, uri.Port > 0 ? uri.Port : MqttPort, null);
        }
        if (configuration.GetValue("Command:Cluster:Client", false))
        {
            return ("unknown", null, null, null);
        }
        return ("embedded", webHost, Fixed("Mqtt:Port", MqttPort), Fixed("Mqtt:TlsPort", MqttTlsPort));
    }

    /// <summary>Null for a port that is off (-1) or chosen by the system (0).</summary>
    private int? Fixed(string key, int standard) => configuration.GetValue(key, standard) is > 0 and var port ? port : null;
}
