namespace Command.Media.Transport;

/// <summary>
/// Whether segmented sends are tried. One path without them (a tunnel, a device without checksum offload) costs its own batches a failed
/// try and nobody else anything; when nothing but refusals comes, the tries rest for a minute. Thread-safe.
/// </summary>
internal sealed class SegmentationSwitch
{
    /// <summary>Refusals in a row, with no success between them, that mean the whole host rather than one path.</summary>
    public const int RefusalsUntilRest = 32;

    /// <summary>How long the tries rest.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    private readonly bool _isAllowed;
    private readonly TimeProvider _time;
    private int _refusals;
    private long _restingSince;

    /// <summary>Begins with trying.</summary>
    /// <param name="isAllowed">False: never tried.</param>
    /// <param name="time">The clock of the rest.</param>
    public SegmentationSwitch(bool isAllowed, TimeProvider time)
    {
        _isAllowed = isAllowed;
        _time = time;
    }

    /// <summary>Whether the next batch may leave segmented.</summary>
    public bool IsOn =>
        _isAllowed && (Volatile.Read(ref _refusals) < RefusalsUntilRest || _time.GetElapsedTime(Volatile.Read(ref _restingSince)) >= Rest);

    /// <summary>A segmented send was refused as such. After a rest one more refusal starts the next.</summary>
    public void OnRefused()
    {
        // The time first: whoever sees the count must not see an old time.
        Volatile.Write(ref _restingSince, _time.GetTimestamp());
        if (Volatile.Read(ref _refusals) < RefusalsUntilRest)
        {
            Interlocked.Increment(ref _refusals);
        }
    }

    /// <summary>A segmented send left.</summary>
    public void OnSent()
    {
        if (Volatile.Read(ref _refusals) != 0)
        {
            Volatile.Write(ref _refusals, 0);
        }
    }
}
