using Command.Devices.Drivers;

namespace Command.Devices.Rtsp;

/// <summary>
/// Signs of life while a session plays: OPTIONS, changed to GET_PARAMETER when the device answers that it does not know the session or
/// the method, or hangs up on it. A missing answer is no failure (gortsplib#412): the stall watchdog decides over life.
/// </summary>
internal sealed class RtspKeepAlive
{
    /// <summary>A connection that closes this soon after an OPTIONS was closed by it.</summary>
    private static readonly TimeSpan HangUpWindow = TimeSpan.FromSeconds(1);

    private readonly RtspClient _client;
    private readonly string _uri;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly LearntFacts _learnt;
    private long _unansweredSince;

    public RtspKeepAlive(RtspClient client, string uri, RtspOptions options, TimeProvider time, LearntFacts learnt)
    {
        _client = client;
        _uri = uri;
        _options = options;
        _time = time;
        _learnt = learnt;
        _learnt.NeedsGetParameter |= VendorQuirks.NeedsGetParameter(client.Server);
    }

    /// <summary>Half of the session timeout, at most the configured interval, at least one second.</summary>
    public TimeSpan Interval =>
        TimeSpan.FromSeconds(Math.Clamp(_client.SessionTimeout.TotalSeconds / 2, 1, _options.MaxKeepAliveInterval.TotalSeconds));

    /// <summary>Runs until cancelled, or until the connection fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, _time, cancellationToken).ConfigureAwait(false);
            try
            {
                Volatile.Write(ref _unansweredSince, _time.GetTimestamp());
                var method = _learnt.NeedsGetParameter ? "GET_PARAMETER" : "OPTIONS";
                var status = await _client.KeepAliveAsync(method, _uri, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _unansweredSince, 0);
                _learnt.NeedsGetParameter |= status is 405 or 454 or 501 or 551;
            }
            catch (DeviceException failure) when (failure.Cause == DeviceCause.Timeout)
            {
                // Some devices never answer these; RTP tells whether they live.
            }
        }
    }

    /// <summary>Told why the session ended; learns when the device hung up on a sign of life.</summary>
    public void LearnFrom(DeviceException failure)
    {
        var since = Volatile.Read(ref _unansweredSince);
        _learnt.NeedsGetParameter |= failure.Cause == DeviceCause.ClosedByPeer && since != 0 && _time.GetElapsedTime(since) < HangUpWindow;
    }
}
