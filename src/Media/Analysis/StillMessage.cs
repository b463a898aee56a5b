using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Command.Media.Codecs;

namespace Command.Media.Analysis;

/// <summary>
/// The order for a still and its answer as they cross the pipe. Order: <c>codec u8 | maximum width u16 | access unit</c>.
/// Answer: <c>outcome u8 | width u16 | height u16 | JPEG, or UTF-8 text when there is none</c>. Big-endian.
/// </summary>
internal static class StillMessage
{
    private const int OrderHeader = 3;
    private const int AnswerHeader = 5;

    /// <summary>Packs an order.</summary>
    public static byte[] PackOrder(ReadOnlySpan<byte> accessUnit, CodecKind codec, int maxWidth)
    {
        var order = new byte[OrderHeader + accessUnit.Length];
        order[0] = (byte)codec;
        BinaryPrimitives.WriteUInt16BigEndian(order.AsSpan(1), (ushort)Math.Clamp(maxWidth, 0, ushort.MaxValue));
        accessUnit.CopyTo(order.AsSpan(OrderHeader));
        return order;
    }

    /// <summary>Unpacks an order; false when it is too short to be one.</summary>
    public static bool TryUnpackOrder(ReadOnlySpan<byte> order, out CodecKind codec, out int maxWidth, out ReadOnlySpan<byte> accessUnit)
    {
        codec = default;
        maxWidth = 0;
        accessUnit = default;
        if (order.Length < OrderHeader)
        {
            return false;
        }

        codec = (CodecKind)order[0];
        maxWidth = BinaryPrimitives.ReadUInt16BigEndian(order[1..]);
        accessUnit = order[OrderHeader..];
        return true;
    }

    /// <summary>Writes an answer.</summary>
    public static void WriteAnswer(IBufferWriter<byte> target, StillOutcome outcome, int width, int height, ReadOnlySpan<byte> content)
    {
        var header = target.GetSpan(AnswerHeader);
        header[0] = (byte)outcome;
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)width);
        BinaryPrimitives.WriteUInt16BigEndian(header[3..], (ushort)height);
        target.Advance(AnswerHeader);
        target.Write(content);
    }

    /// <summary>Writes an answer without a picture.</summary>
    public static void WriteRefusal(IBufferWriter<byte> target, StillOutcome outcome, string detail) =>
        WriteAnswer(target, outcome, 0, 0, Encoding.UTF8.GetBytes(detail));

    /// <summary>Unpacks an answer; one that makes no sense counts as a lost worker.</summary>
    public static StillResult UnpackAnswer(ReadOnlyMemory<byte> answer)
    {
        var bytes = answer.Span;
        if (bytes.Length < AnswerHeader || bytes[0] > (byte)StillOutcome.Stopping)
        {
            return StillResult.Refused(StillOutcome.WorkerLost, "The worker's answer is not one.");
        }

        var outcome = (StillOutcome)bytes[0];
        var content = answer[AnswerHeader..];
        return outcome == StillOutcome.Done
            ? new StillResult(
                outcome,
                content,
                BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
                BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]),
                null
            )
            : StillResult.Refused(outcome, Encoding.UTF8.GetString(content.Span));
    }
}
