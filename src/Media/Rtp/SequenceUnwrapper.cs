namespace Command.Media.Rtp;

/// <summary>
/// Extends 16-bit sequence numbers to 64 bits (RFC 3550 A.1): each is taken as the nearest to the highest one so far. One thread.
/// </summary>
internal struct SequenceUnwrapper
{
    private bool _started;
    private long _highest;

    /// <summary>Unwraps the next number. The first one keeps its value.</summary>
    public long Unwrap(ushort sequenceNumber)
    {
        if (!_started)
        {
            _started = true;
            _highest = sequenceNumber;
            return sequenceNumber;
        }
        var unwrapped = _highest + (short)(sequenceNumber - (ushort)_highest);
        _highest = Math.Max(_highest, unwrapped);
        return unwrapped;
    }
}
