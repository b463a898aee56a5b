using Command.Devices.Drivers;

namespace Command.Devices.Rtsp;

/// <summary>
/// Signs of life while a session plays: OPTIONS, changed to GET_PARAMETER when the device answers that it does not know the session or
/// the method. A missing answer is no failure (gortsplib#412): the stall watchdog decides over life.
/// </summary>
internal sealed class RtspKeepAlive(RtspClient client, string uri, RtspOptions options, TimeProvider time)
{
    private string _method = VendorQuirks.NeedsGetParameter(client.Server) ? "GET_PARAMETER" : "OPTIONS";

    /// <summary>Half of the session timeout, at most the configured interval, at least one second.</summary>
    public TimeSpan Interval =>
        TimeSpan.FromSeconds(Math.Clamp(client.SessionTimeout.TotalSeconds / 2, 1, options.MaxKeepAliveInterval.TotalSeconds));

    /// <summary>Runs until cancelled, or until the connection fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            try
            {
                var status = await client.KeepAliveAsync(_method, uri, cancellationToken).ConfigureAwait(false);
                if (status is 405 or 454 or 501 or 551 && _method == "OPTIONS")
                {
                    _method = "GET_PARAMETER";
                }
            }
            catch (DeviceException failure) when (failure.Cause == DeviceCause.Timeout)
            {
                // Some devices never answer these; RTP tells whether they live.
            }
        }
    }
}
