using Command.Media.Sdp;
using Command.Media.Srtp;
using Command.Media.Time;

namespace Command.Tools.LightClient;

/// <summary>
/// A WebRTC publisher without an encoder: sends a clip over real ICE, DTLS and SRTP, answers NACK by RTX and starts a group of pictures when a
/// key frame is asked for. Create, <see cref="Offer"/> to the server, <see cref="ConnectAsync"/> with its answer, dispose to say goodbye.
/// </summary>
/// <remarks>
/// Frame k of a clip of a minute is sent at the full UTC minute + k/rate, like the simulated cameras' (so a clock in the picture tells the truth)
/// until a key frame is asked for: then the nearest key frame comes at once, and the clip is ahead or behind by up to half a group.
/// </remarks>
public sealed class LightPublisher : IAsyncDisposable
{
    private const int VideoClock = 90_000;
    private const int AudioClock = 48_000;
    private const int AudioPacketsPerSecond = 50;

    /// <summary>20 ms of silence: CELT, fullband, mono (RFC 6716 §3.1).</summary>
    private static readonly byte[] Silence = [0xF8, 0xFF, 0xFE];

    private readonly LightPublisherOptions _options;
    private readonly LightTransport _transport;
    private readonly LightOutboundTrack _video = new(VideoClock);
    private readonly LightOutboundTrack _audio = new(AudioClock);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly byte[] _packet = new byte[LightOutboundTrack.MaxPacketLength];
    private readonly TaskCompletionSource<string> _goodbye = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _sending = Task.CompletedTask;
    private ushort _transportNumber;
    private bool _wantsKeyFrame = true;
    private int _shift;
    private long _pictures;
    private long _keyFrames;
    private long _bytes;
    private long _nacked;
    private long _keyFrameRequests;
    private long _feedbackReceived;
    private long _feedbackMissing;
    private double _fractionLost;
    private double _roundTripMilliseconds;

    /// <summary>Makes a publisher that has sent nothing.</summary>
    public LightPublisher(LightPublisherOptions options)
    {
        _options = options;
        _transport = new LightTransport(options.Transport, new Sink(this));
        Offer = LightPublisherOffer.Write(options, _video, _audio, _transport.Local, LightTransport.Fingerprint);
    }

    /// <summary>Called for every RTCP compound in clear text; set before connecting.</summary>
    public Action<ReadOnlyMemory<byte>>? OnRtcp { get; set; }

    /// <summary>The SDP offer.</summary>
    public string Offer { get; }

    /// <summary>Pictures sent.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    /// <summary>Key frames among them.</summary>
    public long KeyFrames => Interlocked.Read(ref _keyFrames);

    /// <summary>RTP packets of both tracks, retransmissions included; those that <see cref="LightPublisherOptions.Lose"/> took count too.</summary>
    public long Packets
    {
        get
        {
            lock (_gate)
            {
                return _video.Packets + _audio.Packets + _video.Retransmitted;
            }
        }
    }

    /// <summary>Bytes of all RTP packets before protection.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Packets the server asked for again, each time it asked.</summary>
    public long Nacked => Interlocked.Read(ref _nacked);

    /// <summary>Packets sent again by RTX.</summary>
    public long Retransmitted
    {
        get
        {
            lock (_gate)
            {
                return _video.Retransmitted;
            }
        }
    }

    /// <summary>PLI and FIR that came.</summary>
    public long KeyFrameRequests => Interlocked.Read(ref _keyFrameRequests);

    /// <summary>Packets that transport-wide feedback reported as arrived.</summary>
    public long FeedbackReceived => Interlocked.Read(ref _feedbackReceived);

    /// <summary>Packets that transport-wide feedback reported as missing.</summary>
    public long FeedbackMissing => Interlocked.Read(ref _feedbackMissing);

    /// <summary>Loss in the last report about the video, 0 to 1.</summary>
    public double FractionLost => Volatile.Read(ref _fractionLost);

    /// <summary>Round trip by the last report about the video; zero before.</summary>
    public TimeSpan RoundTrip => TimeSpan.FromMilliseconds(Volatile.Read(ref _roundTripMilliseconds));

    /// <summary>The answer took the video.</summary>
    public bool SendsVideo => _video.Plan is not null;

    /// <summary>The answer took the sound.</summary>
    public bool SendsAudio => _audio.Plan is not null;

    /// <summary>Datagrams that were not authentic.</summary>
    public long BadPackets => _transport.BadPackets;

    /// <summary>Ends with the reason when the server says goodbye or does not answer for too long.</summary>
    public Task<string> Ended => Task.WhenAny(_transport.Ended, _goodbye.Task).Unwrap();

    /// <summary>Runs ICE and DTLS and starts to send; returns when keys are there.</summary>
    /// <exception cref="InvalidOperationException">The answer takes nothing of the offer, or the handshake failed.</exception>
    public async Task ConnectAsync(string answer, CancellationToken cancellationToken)
    {
        if (SdpReader.TryRead(answer, out var description) != SdpParseError.None)
        {
            throw new InvalidOperationException("The answer is not SDP.");
        }

        _video.Plan = LightTrackPlan.TryRead(description, "video", "H264");
        _audio.Plan = _options.Audio ? LightTrackPlan.TryRead(description, "audio", "opus") : null;
        if (_video.Plan is null && _audio.Plan is null)
        {
            throw new InvalidOperationException("The answer takes neither the video nor the sound.");
        }

        await _transport.ConnectAsync(description, cancellationToken).ConfigureAwait(false);
        List<Task> sending = [];
        if (_video.Plan is { } video)
        {
            sending.Add(LightPace.RunAsync(_options.Video.FramesPerSecond, (tick, due) => SendPicture(video, tick, due), _stop.Token));
        }

        if (_audio.Plan is { } audio)
        {
            sending.Add(LightPace.RunAsync(AudioPacketsPerSecond, (_, due) => SendSound(audio, due), _stop.Token));
        }

        _sending = Task.WhenAll(sending);
    }

    /// <summary>Starts a group of pictures with the next frame, as when one is asked for.</summary>
    public void StartGroup() => Volatile.Write(ref _wantsKeyFrame, true);

    /// <summary>Stops sending without a goodbye: a phone that lost its network.</summary>
    public async Task VanishAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        await _transport.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Says goodbye and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private void SendPicture(LightTrackPlan plan, long tick, DateTimeOffset due)
    {
        var video = _options.Video;
        if (Interlocked.Exchange(ref _wantsKeyFrame, false))
        {
            // From the true place, so that requests do not add up.
            _shift = video.StepsToKeyFrame(Place(tick, 0, video.Frames));
        }

        var frame = Place(tick, _shift, video.Frames);

        var timestamp = _video.TimestampAt(due);
        lock (_gate)
        {
            if (video.IsKeyFrame(frame))
            {
                Interlocked.Increment(ref _keyFrames);
                Send(plan, video.ParameterSets, timestamp, marker: false);
            }

            var packets = video.PacketCount(frame);
            for (var packet = 0; packet < packets; packet++)
            {
                Send(plan, video.Payload(frame, packet), timestamp, packet == packets - 1);
            }
        }

        Interlocked.Increment(ref _pictures);

        void Send(LightTrackPlan plan, ReadOnlyMemory<byte> payload, uint timestamp, bool marker)
        {
            var length = _video.Write(_packet, plan, payload, timestamp, marker, _transportNumber, out var sequence);
            this.Send(_video.Ssrc, sequence, length);
        }
    }

    private void SendSound(LightTrackPlan plan, DateTimeOffset due)
    {
        lock (_gate)
        {
            var length = _audio.Write(_packet, plan, Silence, _audio.TimestampAt(due), marker: false, _transportNumber, out var sequence);
            Send(_audio.Ssrc, sequence, length);
        }
    }

    private static int Place(long tick, int shift, int frames) => (int)((((tick + shift) % frames) + frames) % frames);

    private void Send(uint ssrc, ushort sequence, int length)
    {
        _transportNumber++;
        Interlocked.Add(ref _bytes, length);
        if (_options.Lose?.Invoke(ssrc, sequence) != true)
        {
            _transport.SendRtp(_packet, length);
        }
    }

    private void SendReports()
    {
        Span<byte> packet = stackalloc byte[LightRtcp.MaxLength];
        foreach (var track in new[] { _video, _audio })
        {
            int length;
            lock (_gate)
            {
                if (track.Plan is null || track.Packets == 0)
                {
                    continue;
                }

                var now = TimeProvider.System.GetUtcNow();
                var ntp = NtpTimestamp.FromDateTimeOffset(now).Value;
                length = LightRtcp.WriteSenderReport(packet, track.Ssrc, ntp, track.TimestampAt(now), track.Packets, track.Octets);
            }

            _transport.SendRtcp(packet, length);
        }
    }

    private sealed class Sink(LightPublisher publisher) : ILightTransportSink, ILightPublisherRequests
    {
        public void OnConnected() { }

        public void OnTick(long tick)
        {
            if (tick % LightTransport.TicksPerSecond == 0)
            {
                publisher.SendReports();
            }
        }

        public void OnRtp(Span<byte> datagram, SrtpContext context)
        {
            // A publisher is sent no media; whatever comes is not ours.
        }

        public void OnRtcp(ReadOnlyMemory<byte> compound)
        {
            publisher.OnRtcp?.Invoke(compound);
            LightRtcpReader.Read(compound.Span, this);
        }

        public void OnNack(uint ssrc, ushort sequence)
        {
            Interlocked.Increment(ref publisher._nacked);
            lock (publisher._gate)
            {
                if (ssrc == publisher._video.Ssrc && publisher._video.Plan is { } plan)
                {
                    var length = publisher._video.WriteAgain(publisher._packet, plan, sequence, publisher._transportNumber, out var rtx);
                    if (length > 0)
                    {
                        publisher.Send(publisher._video.RtxSsrc, rtx, length);
                    }
                }
            }
        }

        public void OnKeyFrameRequest(uint ssrc)
        {
            if (ssrc == publisher._video.Ssrc)
            {
                Interlocked.Increment(ref publisher._keyFrameRequests);
                publisher.StartGroup();
            }
        }

        public void OnTransportFeedback(int received, int missing)
        {
            Interlocked.Add(ref publisher._feedbackReceived, received);
            Interlocked.Add(ref publisher._feedbackMissing, missing);
        }

        public void OnReport(uint ssrc, double fractionLost, uint lastReport, uint delay)
        {
            if (ssrc != publisher._video.Ssrc)
            {
                return;
            }

            Volatile.Write(ref publisher._fractionLost, fractionLost);
            if (lastReport != 0)
            {
                // RFC 3550 §6.4.1: all three in 1/65536 s, modulo 18 hours.
                var now = NtpTimestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).Compact;
                var roundTrip = unchecked((int)(now - lastReport - delay));
                Volatile.Write(ref publisher._roundTripMilliseconds, Math.Max(0, roundTrip) * 1000.0 / 65536);
            }
        }

        public void OnReferenceTime(uint receiver, uint reference)
        {
            // Answered at once, so the delay in between is none.
            Span<byte> packet = stackalloc byte[LightRtcp.MaxLength];
            publisher._transport.SendRtcp(packet, LightRtcp.WriteDelay(packet, publisher._video.Ssrc, receiver, reference, delay: 0));
        }

        public void OnGoodbye() => publisher._goodbye.TrySetResult("goodbye");
    }
}
