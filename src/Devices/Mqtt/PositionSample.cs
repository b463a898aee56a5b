namespace Command.Devices.Mqtt;

/// <summary>One position, WGS-84.</summary>
/// <param name="Sequence">Its own number within the boot, or null.</param>
/// <param name="At">Measured, by the device's clock.</param>
/// <param name="LatitudeDegrees">−90 to 90.</param>
/// <param name="LongitudeDegrees">−180 to 180.</param>
/// <param name="SpeedKmh">Kilometres per hour.</param>
/// <param name="CourseDegrees">0 to 360.</param>
/// <param name="Fix">none, 2d, 3d, dgps, rtk or unknown.</param>
/// <param name="Source">gnss or network.</param>
/// <param name="Buffered">Measured while there was no connection.</param>
public readonly record struct PositionSample(
    long? Sequence,
    DateTimeOffset At,
    double LatitudeDegrees,
    double LongitudeDegrees,
    double? AltitudeMetres,
    double? SpeedKmh,
    double? CourseDegrees,
    double? Hdop,
    int? Satellites,
    string Fix,
    string Source,
    bool Buffered
);
