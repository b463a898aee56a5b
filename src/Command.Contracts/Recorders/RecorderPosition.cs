namespace Command.Contracts.Recorders;

/// <summary>One position, WGS-84.</summary>
/// <param name="At">Measured.</param>
/// <param name="LatitudeDegrees">−90 to 90.</param>
/// <param name="LongitudeDegrees">−180 to 180.</param>
/// <param name="SpeedKmh">Kilometres per hour.</param>
/// <param name="CourseDegrees">0 to 360, clockwise from north.</param>
/// <param name="Hdop">Horizontal dilution of precision.</param>
/// <param name="AccuracyMetres">68 % radius, as phones tell it.</param>
/// <param name="Fix">none (the last known is shown), 2d, 3d, dgps, rtk or unknown.</param>
/// <param name="Source">gnss, network, or page.</param>
/// <param name="Buffered">It was measured while there was no connection, and came later.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderPosition")]
public sealed record RecorderPosition(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] double LatitudeDegrees,
    [property: Id(2)] double LongitudeDegrees,
    [property: Id(3)] double? AltitudeMetres,
    [property: Id(4)] double? SpeedKmh,
    [property: Id(5)] double? CourseDegrees,
    [property: Id(6)] double? Hdop,
    [property: Id(7)] int? Satellites,
    [property: Id(8)] double? AccuracyMetres,
    [property: Id(9)] string Fix,
    [property: Id(10)] string Source,
    [property: Id(11)] bool Buffered
);
