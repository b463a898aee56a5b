using Command.Media.Time;

namespace Command.Media.RtpPayload;

/// <summary>
/// One decodable unit: a picture in Annex B form (each NAL unit behind 00 00 00 01), or one packet of sound. Borrows the depacketizer's
/// memory until its next call.
/// </summary>
/// <param name="data">The bytes.</param>
/// <param name="time">When it is to be shown, on the track's timeline.</param>
/// <param name="isKeyFrame">Whether it can be decoded without any other.</param>
/// <param name="hasLoss">Whether packets are missing in it or before it.</param>
public readonly ref struct AccessUnit(ReadOnlySpan<byte> data, MediaTime time, bool isKeyFrame, bool hasLoss)
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>When it is to be shown, on the track's timeline.</summary>
    public MediaTime Time { get; } = time;

    /// <summary>Whether it can be decoded without any other.</summary>
    public bool IsKeyFrame { get; } = isKeyFrame;

    /// <summary>Whether packets are missing in it or before it.</summary>
    public bool HasLoss { get; } = hasLoss;
}
