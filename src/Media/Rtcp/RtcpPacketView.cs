namespace Command.Media.Rtcp;

/// <summary>One packet of a compound, its length checked; borrows the bytes.</summary>
/// <param name="type">Packet type.</param>
/// <param name="count">The five bits that count blocks or name the feedback format.</param>
/// <param name="body">What follows the common header of four bytes, without padding.</param>
internal readonly ref struct RtcpPacketView(RtcpPacketType type, int count, ReadOnlySpan<byte> body)
{
    /// <summary>Packet type.</summary>
    public RtcpPacketType Type { get; } = type;

    /// <summary>The five bits that count blocks or name the feedback format, 0 to 31.</summary>
    public int Count { get; } = count;

    /// <summary>What follows the common header of four bytes, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;
}
