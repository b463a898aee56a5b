using System.Net;
using Command.Media.Stun;

namespace Command.Media.Transport;

/// <summary>One peer as the mux sees it. All calls come from the one receive thread and must not block; spans are borrowed.</summary>
internal interface IDatagramSink
{
    /// <summary>A binding request that names this peer's ufrag; nothing in it is authenticated yet.</summary>
    /// <param name="message">Well formed.</param>
    /// <param name="from">Scratch object of the mux: valid for the call only.</param>
    /// <param name="arrivalTimestamp">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
    void OnStun(in StunMessage message, SocketAddress from, long arrivalTimestamp);

    /// <summary>A DTLS datagram from an address that was bound to this peer.</summary>
    void OnDtls(ReadOnlySpan<byte> datagram);

    /// <summary>An SRTP or SRTCP datagram from an address that was bound to this peer.</summary>
    /// <param name="datagram">May be changed in place.</param>
    /// <param name="kind"><see cref="DatagramKind.Rtp"/> or <see cref="DatagramKind.Rtcp"/>.</param>
    /// <param name="arrivalTimestamp">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
    void OnMedia(Span<byte> datagram, DatagramKind kind, long arrivalTimestamp);
}
