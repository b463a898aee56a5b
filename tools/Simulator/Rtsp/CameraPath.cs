using System.Globalization;
using System.Text.RegularExpressions;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>Which camera, stream and track a URL names: <c>rtsp://host/camera/{number}/{main|sub}[/trackID=0|1]</c>.</summary>
/// <param name="Camera">Number from 1.</param>
/// <param name="IsMain">Main or sub stream.</param>
/// <param name="Track">0 video, 1 sound; null for both.</param>
internal sealed partial record CameraPath(int Camera, bool IsMain, int? Track)
{
    /// <summary>Odd cameras have a microphone.</summary>
    public bool HasSound => Camera % 2 == 1;

    /// <summary>Null when the URL names none of <paramref name="count"/> cameras. A query and a slash at the end are tolerated.</summary>
    public static CameraPath? TryParse(string uri, int count)
    {
        if (Form().Match(uri) is not { Success: true } match)
        {
            return null;
        }

        if (
            !int.TryParse(match.Groups["camera"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var camera)
            || camera < 1
            || camera > count
        )
        {
            return null;
        }

        int? track = match.Groups["track"] is { Success: true } group ? group.Value[0] - '0' : null;
        var path = new CameraPath(camera, match.Groups["stream"].Value == "main", track);
        return track == 1 && !path.HasSound ? null : path;
    }

    [GeneratedRegex(
        @"^(rtsp://[^/]+)?/camera/(?<camera>\d{1,6})/(?<stream>main|sub)(/trackID=(?<track>[01]))?/?(\?.*)?$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Form();
}
