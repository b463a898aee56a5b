namespace Command.Tools.Simulator.Streaming;

/// <summary>How a track's packets reach its client. Packets come with the interleaving prefix (see <see cref="FrameBuffer"/>).</summary>
internal interface ITrackChannel
{
    /// <summary>Interleaved channel of RTP; 0 over UDP.</summary>
    byte RtpChannel { get; }

    /// <summary>Interleaved channel of RTCP; 0 over UDP.</summary>
    byte RtcpChannel { get; }

    /// <summary>Sends a whole frame or nothing; false when the client does not keep up.</summary>
    bool TrySend(ReadOnlySpan<byte> packets);

    /// <summary>Sends a report.</summary>
    bool TrySendReport(ReadOnlySpan<byte> packet);
}
