using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Command.Tools.Simulator.Clips;
using Command.Tools.Simulator.Streaming;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>One RTSP connection with at most one session, which ends with it.</summary>
internal sealed class RtspPeer(RtspServer server, Socket socket)
{
    /// <summary>Largest request in bytes.</summary>
    public const int RequestLimit = 16 * 1024;

    private const string Methods = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN";

    /// <summary>A key frame this close is not waited for: the answer must be out before the first packet.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(60);

    private readonly PeerOutput _output = new(socket);
    private readonly RtspAccess? _access = server.Options is { User: { } user, Password: { } password }
        ? new RtspAccess(user, password)
        : null;

    private readonly Dictionary<int, TrackSender> _tracks = [];
    private string? _session;
    private CameraPath? _path;
    private bool _isPlaying;

    /// <summary>Answers requests until the client closes, breaks the protocol or the program stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.Blocking = false; // writes must never hold up the broadcast loop
        var buffer = new byte[1024];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += received;
                if (received == 0 || !TryAnswerAll(buffer, ref length))
                {
                    return;
                }

                if (length == buffer.Length)
                {
                    if (length >= RequestLimit)
                    {
                        return;
                    }

                    Array.Resize(ref buffer, 2 * length);
                }
            }
        }
        finally
        {
            Stop();
        }
    }

    private bool TryAnswerAll(byte[] buffer, ref int length)
    {
        var start = 0;
        while (true)
        {
            var request = RtspMessage.TryTake(buffer.AsSpan(start, length - start), out var consumed);
            if (consumed < 0)
            {
                return false;
            }

            start += consumed;
            if (request is null)
            {
                break;
            }

            Answer(request);
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        length -= start;
        return true;
    }

    private void Answer(RtspMessage request)
    {
        if (request.Method != "OPTIONS" && _access is not null && !_access.IsProved(request))
        {
            Reply(request, "401 Unauthorized", _access.Challenge);
            return;
        }

        switch (request.Method)
        {
            case "OPTIONS":
                Reply(request, "200 OK", $"Public: {Methods}\r\n{RtspServer.ClipsHeader} {server.Clips.Ready}/{server.Clips.Places}\r\n");
                break;
            case "DESCRIBE":
                Describe(request);
                break;
            case "SETUP":
                SetUp(request);
                break;
            case "PLAY" when IsSession(request):
                Play(request);
                break;
            case "PAUSE" when IsSession(request):
                Pause();
                Reply(request, "200 OK", SessionHeader);
                break;
            case "TEARDOWN" when IsSession(request):
                Stop();
                Reply(request, "200 OK", "");
                break;
            case "GET_PARAMETER" or "SET_PARAMETER":
                Reply(request, "200 OK", _session is null ? "" : SessionHeader);
                break;
            case "PLAY" or "PAUSE" or "TEARDOWN":
                Reply(request, "454 Session Not Found", "");
                break;
            default:
                Reply(request, "501 Not Implemented", $"Allow: {Methods}\r\n");
                break;
        }
    }

    private void Describe(RtspMessage request)
    {
        if (CameraPath.TryParse(request.Uri, server.Options.Count) is not { } path)
        {
            Reply(request, "404 Not Found", "");
        }
        else if (server.Clips.Of(path.Camera, path.IsMain) is not { } clip)
        {
            Reply(request, "503 Service Unavailable", "Retry-After: 5\r\n");
        }
        else
        {
            var body = CameraDescription.Of(path, clip);
            var at = request.Uri.Split('?')[0].TrimEnd('/');
            Reply(request, "200 OK", $"Content-Base: {at}/\r\nContent-Type: application/sdp\r\n", body);
        }
    }

    private void SetUp(RtspMessage request)
    {
        var path = CameraPath.TryParse(request.Uri, server.Options.Count);
        var clip = path is null ? null : server.Clips.Of(path.Camera, path.IsMain);
        if (path is null || clip is null || (path.Track is null && path.HasSound))
        {
            Reply(
                request,
                path is null ? "404 Not Found"
                    : clip is null ? "503 Service Unavailable"
                    : "459 Aggregate Operation Not Allowed",
                ""
            );
            return;
        }

        var track = path.Track ?? 0;
        if (_isPlaying || (_path is not null && (_path.Camera, _path.IsMain) != (path.Camera, path.IsMain)))
        {
            Reply(request, "455 Method Not Valid in This State", $"Allow: {Methods}\r\n");
            return;
        }

        if (TransportOffer.Choose(request["Transport"], server.Udp is not null) is not { } offer)
        {
            Reply(request, "461 Unsupported Transport", "");
            return;
        }

        var (channel, transport) = Open(offer, track);
        TrackSender sender = track == 0 ? new VideoSender(channel, clip) : new SoundSender(channel);
        _tracks[track] = sender;
        _path = path;
        _session ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Reply(request, "200 OK", $"{SessionHeader}Transport: {transport};ssrc={sender.Ssrc:X8}\r\n");
    }

    private (ITrackChannel Channel, string Transport) Open(TransportOffer offer, int track)
    {
        if (offer.IsTcp)
        {
            var (first, second) = offer.First >= 0 ? (offer.First, offer.Second) : (2 * track, (2 * track) + 1);
            return (
                new InterleavedChannel(_output, (byte)first, (byte)second),
                string.Create(CultureInfo.InvariantCulture, $"RTP/AVP/TCP;unicast;interleaved={first}-{second}")
            );
        }

        var ports = server.Udp ?? throw new InvalidOperationException("UDP is switched off.");
        var client = ((IPEndPoint)socket.RemoteEndPoint!).Address; // connected, so it has one
        return (
            ports.To(client, offer.First, offer.Second),
            string.Create(
                CultureInfo.InvariantCulture,
                $"RTP/AVP;unicast;client_port={offer.First}-{offer.Second};server_port={ports.RtpPort}-{ports.RtpPort + 1}"
            )
        );
    }

    private void Play(RtspMessage request)
    {
        if (_isPlaying)
        {
            Reply(request, "200 OK", SessionHeader);
            return;
        }

        // Picture and sound start together, with the next key frame.
        var video = VideoLane;
        var group = (IsMain ? ClipFormat.Main : ClipFormat.Sub).GroupLength;
        var start = (video.TickAt(server.Time.GetUtcNow() + Margin) / group * group) + group;
        var info = new List<string>();
        foreach (var (track, sender) in _tracks.OrderBy(pair => pair.Key))
        {
            var lane = LaneOf(track);
            sender.StartTick = lane == video ? start : lane.TickAt(video.TimeOf(start));
            var at = request.Uri.Split('?')[0].TrimEnd('/');
            info.Add($"url={at}/trackID={track};seq={sender.NextSequence};rtptime={sender.TimestampOf(sender.StartTick)}");
        }

        Reply(request, "200 OK", $"{SessionHeader}Range: npt=now-\r\nRTP-Info: {string.Join(',', info)}\r\n");
        foreach (var (track, sender) in _tracks)
        {
            LaneOf(track).Add(sender);
        }

        _isPlaying = true;
    }

    private void Pause()
    {
        foreach (var (track, sender) in _tracks)
        {
            LaneOf(track).Remove(sender);
        }

        _isPlaying = false;
    }

    private void Stop()
    {
        Pause();
        _tracks.Clear();
        _path = null;
        _session = null;
    }

    private bool IsMain => _path is { IsMain: true };

    private Lane VideoLane => IsMain ? server.Clock.Main : server.Clock.Sub;

    private string SessionHeader => $"Session: {_session};timeout=60\r\n";

    private Lane LaneOf(int track) => track == 0 ? VideoLane : server.Clock.Sound;

    private bool IsSession(RtspMessage request) => _session is not null && request["Session"]?.Split(';')[0].Trim() == _session;

    private void Reply(RtspMessage request, string status, string headers, string body = "")
    {
        var length =
            body.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        var text = $"RTSP/1.0 {status}\r\nCSeq: {request["CSeq"]}\r\nServer: {RtspServer.Name}\r\n{headers}{length}\r\n{body}";
        _ = _output.TryWrite(Encoding.UTF8.GetBytes(text));
    }
}
