namespace Command.Media.Time;

/// <summary>
/// A 64-bit NTP timestamp (RFC 5905 §6): seconds since 1900 in the upper 32 bits, fraction in the lower.
/// </summary>
/// <param name="Value">The 64 bits as sent on the wire, in host order.</param>
public readonly record struct NtpTimestamp(ulong Value)
{
    private const long UnixEpochSeconds = 2_208_988_800;
    private const long EraSeconds = 1L << 32;

    /// <summary>The middle 32 bits: 16.16 fixed-point seconds, as report blocks carry it (RFC 3550 §6.4.1, LSR).</summary>
    public uint Compact => (uint)(Value >> 16);

    /// <summary>From wall time.</summary>
    public static NtpTimestamp FromDateTimeOffset(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }
        var fraction = (ulong)(((UInt128)rest << 32) / TimeSpan.TicksPerSecond);
        return new NtpTimestamp(((ulong)(uint)(seconds + UnixEpochSeconds) << 32) | fraction);
    }

    /// <summary>
    /// To wall time. Era 0 (1900 to 2036) unless the seconds lie before 1968, which is read as era 1 (2036 to 2104), RFC 5905 §6.
    /// </summary>
    public DateTimeOffset ToDateTimeOffset()
    {
        long seconds = (uint)(Value >> 32);
        if ((seconds & 0x8000_0000) == 0)
        {
            seconds += EraSeconds;
        }
        var ticks = (long)(((UInt128)(uint)Value * TimeSpan.TicksPerSecond) >> 32);
        return DateTimeOffset.UnixEpoch.AddTicks(((seconds - UnixEpochSeconds) * TimeSpan.TicksPerSecond) + ticks);
    }
}
