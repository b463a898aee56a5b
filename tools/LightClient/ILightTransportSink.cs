using Command.Media.Srtp;

namespace Command.Tools.LightClient;

/// <summary>What a light client does with its connection. Calls come from the transport's loops, never two of one kind at once.</summary>
internal interface ILightTransportSink
{
    /// <summary>Keys are there; media that came early was handed out already.</summary>
    void OnConnected();

    /// <summary>Every 50 ms while the transport runs.</summary>
    void OnTick(long tick);

    /// <summary>A protected RTP datagram; borrowed for the call.</summary>
    void OnRtp(Span<byte> datagram, SrtpContext context);

    /// <summary>An authentic RTCP compound in clear text; borrowed for the call.</summary>
    void OnRtcp(ReadOnlyMemory<byte> compound);
}
