namespace Command.Devices.Rtsp;

/// <summary>Times and limits of RTSP sessions. Section Devices:Rtsp.</summary>
public sealed record RtspOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Devices:Rtsp";

    /// <summary>Longest wait for the TCP (and TLS) connection; 0.1 to 60 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the answer to a request; 0.1 to 60 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the answer to TEARDOWN when a session ends; 0.1 to 10 s.</summary>
    public TimeSpan TeardownTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A session without any RTP for this long has failed; 1 to 60 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A session whose announced video does not come for this long, while sound flows, has failed; 1 to 120 s.</summary>
    public TimeSpan MissingVideoTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Video without a key frame for this long is reported as degraded; 1 to 600 s.</summary>
    public TimeSpan MissingKeyFrameTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>UDP without a first packet for this long is given up for TCP; 0.5 to 30 s, below the stall timeout.</summary>
    public TimeSpan UdpFirstPacketTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time between receiver reports, which UDP devices take as a sign of life; 1 to 30 s.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between keep-alive requests, whatever timeout the device names; 1 to 60 s.</summary>
    public TimeSpan MaxKeepAliveInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a probe waits for pictures; 1 to 30 s.</summary>
    public TimeSpan ProbeMediaTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Name sent with every request: some cameras answer 401 to a client without one.</summary>
    public string UserAgent { get; init; } = "Command/1";

    /// <summary>
    /// True accepts any certificate of an rtsps device. Unsafe: whoever is in between can read and change the stream.
    /// Devices with self-signed certificates need it until their certificate is trusted by the system.
    /// </summary>
    public bool TrustAnyCertificate { get; init; }

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Validate()
    {
        return Range(nameof(ConnectTimeout), ConnectTimeout, 0.1, 60)
            ?? Range(nameof(RequestTimeout), RequestTimeout, 0.1, 60)
            ?? Range(nameof(TeardownTimeout), TeardownTimeout, 0.1, 10)
            ?? Range(nameof(StallTimeout), StallTimeout, 1, 60)
            ?? Range(nameof(MissingVideoTimeout), MissingVideoTimeout, 1, 120)
            ?? Range(nameof(MissingKeyFrameTimeout), MissingKeyFrameTimeout, 1, 600)
            ?? Range(nameof(UdpFirstPacketTimeout), UdpFirstPacketTimeout, 0.5, 30)
            ?? Range(nameof(ReportInterval), ReportInterval, 1, 30)
            ?? Range(nameof(MaxKeepAliveInterval), MaxKeepAliveInterval, 1, 60)
            ?? Range(nameof(ProbeMediaTimeout), ProbeMediaTimeout, 1, 30)
            ?? (
                UdpFirstPacketTimeout >= StallTimeout
                    ? $"{nameof(UdpFirstPacketTimeout)} ({UdpFirstPacketTimeout}) must be below {nameof(StallTimeout)} ({StallTimeout})."
                    : null
            );

        static string? Range(string name, TimeSpan value, double low, double high) =>
            value.TotalSeconds < low || value.TotalSeconds > high ? $"{name} is {value}; it must be {low} to {high} seconds." : null;
    }
}
