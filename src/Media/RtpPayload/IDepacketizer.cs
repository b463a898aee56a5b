using Command.Media.Rtp;

namespace Command.Media.RtpPayload;

/// <summary>
/// Turns the packets of one track into access units: push a packet, then pull until there is no more. One thread. Damaged payloads are
/// counted and left out; they never throw.
/// </summary>
public interface IDepacketizer : IDisposable
{
    /// <summary>Payloads left out because they were damaged or too large.</summary>
    long Faults { get; }

    /// <summary>Gives the next packet, in order; borrows it.</summary>
    void Push(in RtpPacket packet);

    /// <summary>Takes the next complete unit; valid until the next call of any method.</summary>
    bool TryPull(out AccessUnit unit);

    /// <summary>No packet follows for now: what is there is complete.</summary>
    void Complete();
}
