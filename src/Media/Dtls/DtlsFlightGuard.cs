using System.Buffers.Binary;
using System.Collections;

namespace Command.Media.Dtls;

/// <summary>
/// Keeps the client's ChangeCipherSpec, and what is encrypted, away from the TLS library until everything before it is there.
/// </summary>
/// <remarks>
/// The library changes its read keys as soon as a ChangeCipherSpec arrives after the key exchange. If the CertificateVerify between the two
/// was lost or overtaken, its repetition comes under the old epoch, is thrown away, and the handshake can never end (seen in one of ten
/// handshakes at 10 % loss). Held back here, the client's retransmission brings flight and ChangeCipherSpec again, in order.
/// </remarks>
internal sealed class DtlsFlightGuard
{
    private const int RecordHeaderLength = 13;
    private const int MessageHeaderLength = 12;
    private const int MaxMessages = 8;
    private const int MaxMessageLength = 32 * 1024;
    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;
    private const byte CertificateVerify = 15;
    private readonly BitArray?[] _seen = new BitArray?[MaxMessages];
    private int _verifySequence = -1;

    /// <summary>True when nothing is held back any more.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Looks at a datagram that will be queued.</summary>
    /// <returns>How many of its bytes, whole records from the start, may be passed on.</returns>
    public int Admit(ReadOnlySpan<byte> datagram)
    {
        for (var offset = 0; !IsOpen; )
        {
            var rest = datagram[offset..];
            if (rest.Length < RecordHeaderLength)
            {
                return offset; // the end, or a stump nobody can read
            }

            var length = RecordHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(rest[11..]);
            var isEpochZero = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]) == 0;
            if (rest[0] == Handshake)
            {
                if (!isEpochZero || length > rest.Length)
                {
                    return offset;
                }

                Note(rest[RecordHeaderLength..length]);
            }
            else if (rest[0] == ChangeCipherSpec)
            {
                return offset;
            }

            offset = Math.Min(datagram.Length, offset + length);
        }

        return datagram.Length;
    }

    /// <summary>Marks what a handshake record brings (RFC 6347 §4.2.2: fragments of numbered messages).</summary>
    private void Note(ReadOnlySpan<byte> fragments)
    {
        while (fragments.Length >= MessageHeaderLength)
        {
            var total = ReadUInt24(fragments[1..]);
            var sequence = BinaryPrimitives.ReadUInt16BigEndian(fragments[4..]);
            var from = ReadUInt24(fragments[6..]);
            var length = ReadUInt24(fragments[9..]);
            if (
                sequence >= MaxMessages
                || total > MaxMessageLength
                || from + length > total
                || MessageHeaderLength + length > fragments.Length
            )
            {
                return;
            }

            var seen = _seen[sequence] ??= new BitArray(total);
            for (var i = from; i < Math.Min(from + length, seen.Length); i++)
            {
                seen[i] = true;
            }

            if (fragments[0] == CertificateVerify)
            {
                _verifySequence = sequence;
            }

            fragments = fragments[(MessageHeaderLength + length)..];
        }

        IsOpen =
            _verifySequence >= 0 && Array.TrueForAll(_seen[..(_verifySequence + 1)], message => message is not null && message.HasAllSet());
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
}
