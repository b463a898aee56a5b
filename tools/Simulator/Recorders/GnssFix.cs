namespace Command.Tools.Simulator.Recorders;

/// <summary>One measured position, WGS-84.</summary>
/// <param name="Boot">Life of the device in which it was measured.</param>
/// <param name="Sequence">Number within the boot.</param>
/// <param name="At">Device clock.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Altitude">Metres.</param>
/// <param name="Speed">Kilometres per hour.</param>
/// <param name="Course">Degrees clockwise from north.</param>
/// <param name="Hdop">Horizontal dilution of precision.</param>
/// <param name="Satellites">In use.</param>
internal sealed record GnssFix(
    string Boot,
    long Sequence,
    DateTimeOffset At,
    double Latitude,
    double Longitude,
    double Altitude,
    double Speed,
    double Course,
    double Hdop,
    int Satellites
);
