namespace Command.Tools.LightClient;

/// <summary>What the other side asks of a publisher, as <see cref="LightRtcpReader"/> finds it.</summary>
internal interface ILightPublisherRequests
{
    /// <summary>A packet is missing over there.</summary>
    void OnNack(uint ssrc, ushort sequence);

    /// <summary>PLI or FIR.</summary>
    void OnKeyFrameRequest(uint ssrc);

    /// <summary>Transport-wide feedback: how many packets of its span arrived, and how many did not (yet).</summary>
    void OnTransportFeedback(int received, int missing);

    /// <summary>A report block about one of our sources (RFC 3550 §6.4.1).</summary>
    /// <param name="ssrc">Of the source.</param>
    /// <param name="fractionLost">0 to 1 since the last report.</param>
    /// <param name="lastReport">Middle bits of our sender report that came last; 0 for none.</param>
    /// <param name="delay">Since it came, in 1/65536 s.</param>
    void OnReport(uint ssrc, double fractionLost, uint lastReport, uint delay);

    /// <summary>A receiver tells its time and wants to hear it again (RFC 3611 §4.4).</summary>
    /// <param name="receiver">SSRC of the receiver.</param>
    /// <param name="reference">Middle bits of its NTP time.</param>
    void OnReferenceTime(uint receiver, uint reference);

    /// <summary>BYE.</summary>
    void OnGoodbye();
}
