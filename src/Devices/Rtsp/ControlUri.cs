using Command.Devices.Drivers;

namespace Command.Devices.Rtsp;

/// <summary>How a=control and the base of a description make the URI of a request (RFC 2326 C.1.1), the way devices do it.</summary>
internal static class ControlUri
{
    /// <summary>
    /// The base: Content-Base, else Content-Location, else the requested URI. Host and port are always those that were dialled, since
    /// devices behind address translation write their own.
    /// </summary>
    public static string Base(DeviceUri requested, string? contentBase, string? contentLocation)
    {
        var written = !string.IsNullOrWhiteSpace(contentBase) ? contentBase.Trim() : contentLocation?.Trim();
        if (string.IsNullOrEmpty(written))
        {
            return requested.RequestUri;
        }

        if (DeviceUri.TryParse(written, out var absolute, out _))
        {
            return requested.WithPath(absolute.PathAndQuery).RequestUri;
        }

        if (written[0] == '/')
        {
            return requested.WithPath(written).RequestUri; // relative: gortsplib#636
        }

        // Without scheme, "192.168.1.10:554/stream0/": Anjvision, moonfire#356.
        return DeviceUri.TryParse($"{requested.Scheme}://{written}", out var schemeless, out _) && schemeless.PathAndQuery.Length > 0
            ? requested.WithPath(schemeless.PathAndQuery).RequestUri
            : requested.RequestUri;
    }

    /// <summary>
    /// The URI of a track or of the whole: "*" or nothing is the base; an absolute one is used on the dialled host; anything else is
    /// appended as text. RFC 3986 resolution would break bases with a query (retina#9, go2rtc#1236, gortsplib#623).
    /// </summary>
    public static string Join(DeviceUri requested, string baseUri, string? control)
    {
        if (string.IsNullOrEmpty(control) || control == "*")
        {
            return baseUri;
        }

        if (control.Contains("://", StringComparison.Ordinal) && DeviceUri.TryParse(control, out var absolute, out _))
        {
            return requested.WithPath(absolute.PathAndQuery).RequestUri;
        }

        var slash = baseUri.EndsWith('/') || control[0] == '/' ? string.Empty : "/";
        return baseUri + slash + control;
    }
}
