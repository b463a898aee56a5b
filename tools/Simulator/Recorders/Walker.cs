namespace Command.Tools.Simulator.Recorders;

/// <summary>
/// Someone who walks a route: 1.35 m/s more or less, stands now and then, and a receiver that errs by a few metres and drifts rather than jumps.
/// One thread at a time.
/// </summary>
internal sealed class Walker(Route route, int seed)
{
    private const double MeanSpeed = 1.35; // m/s
    private const double MetresPerDegree = 111_195;

    private readonly Random _random = new(seed);
    private double _metres = new Random(seed).NextDouble() * route.Length;
    private double _speed = MeanSpeed;
    private double _errorNorth;
    private double _errorEast;
    private double _standsFor;

    /// <summary>Goes on for some time and measures.</summary>
    public GnssFix Walk(TimeSpan elapsed, string boot, long sequence, DateTimeOffset at)
    {
        var seconds = elapsed.TotalSeconds;
        var walked = Move(seconds);

        // Errors forget themselves over half a minute (a first-order process), so that two fixes in a row err alike.
        var keeps = Math.Exp(-seconds / 30);
        _errorNorth = (_errorNorth * keeps) + (Normal() * 2.5 * Math.Sqrt(1 - (keeps * keeps)));
        _errorEast = (_errorEast * keeps) + (Normal() * 2.5 * Math.Sqrt(1 - (keeps * keeps)));
        var (latitude, longitude, course) = route.At(_metres);
        return new GnssFix(
            boot,
            sequence,
            at,
            Math.Round(latitude + (_errorNorth / MetresPerDegree), 7),
            Math.Round(longitude + (_errorEast / (MetresPerDegree * Math.Cos(double.DegreesToRadians(latitude)))), 7),
            Math.Round(32 + Normal(), 1),
            Math.Round(walked * 3.6, 2),
            Math.Round((course + (3 * Normal()) + 360) % 360, 1),
            Math.Round(0.8 + (0.4 * _random.NextDouble()), 1),
            _random.Next(10, 19)
        );
    }

    /// <summary>Moves along and gives the mean speed in m/s.</summary>
    private double Move(double seconds)
    {
        if (_standsFor <= 0 && _random.NextDouble() < seconds / 120)
        {
            _standsFor = 10 + (_random.NextDouble() * 30);
        }

        var standing = Math.Min(seconds, Math.Max(_standsFor, 0));
        _standsFor -= seconds;
        _speed = Math.Clamp(_speed + (0.3 * (MeanSpeed - _speed)) + (0.12 * Normal()), 0.6, 2.2);
        var walked = (seconds - standing) * _speed;
        _metres += walked;
        return seconds > 0 ? walked / seconds : 0;
    }

    /// <summary>A standard normal number (Box and Muller).</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
