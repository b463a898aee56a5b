using System.Globalization;
using Command.Tools.Simulator.Clips;
using Command.Tools.Simulator.Streaming;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>The SDP of a camera's stream (RFC 8866, RFC 6184 §8.2.1). It says that the camera is simulated.</summary>
internal static class CameraDescription
{
    public static string Of(CameraPath path, Clip clip)
    {
        List<string> lines =
        [
            "v=0",
            string.Create(CultureInfo.InvariantCulture, $"o=- {path.Camera} 1 IN IP4 0.0.0.0"),
            string.Create(CultureInfo.InvariantCulture, $"s=Camera {path.Camera} {clip.Format.Name}"),
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=tool:" + RtspServer.Name,
            "a=x-command-simulated:1",
            "a=control:*",
            "a=range:npt=now-",
            $"m=video 0 RTP/AVP {VideoSender.PayloadType}",
            $"b=AS:{clip.Format.Kilobits}",
            $"a=rtpmap:{VideoSender.PayloadType} H264/{VideoSender.ClockRate}",
            $"a=fmtp:{VideoSender.PayloadType} packetization-mode=1;profile-level-id={Convert.ToHexString(clip.Video.Sps.AsSpan(1, 3))}"
                + $";sprop-parameter-sets={Convert.ToBase64String(clip.Video.Sps)},{Convert.ToBase64String(clip.Video.Pps)}",
            $"a=framerate:{clip.Format.FramesPerSecond}",
            $"a=x-dimensions:{clip.Format.Width},{clip.Format.Height}",
            "a=control:trackID=0",
        ];
        if (path.HasSound)
        {
            lines.AddRange([
                $"m=audio 0 RTP/AVP {SoundSender.PayloadType}",
                $"a=rtpmap:{SoundSender.PayloadType} PCMU/{RoomSound.SampleRate}",
                "a=control:trackID=1",
            ]);
        }

        return string.Join("\r\n", lines) + "\r\n";
    }
}
