using Command.Tools.Simulator.Clips;

namespace Command.Tools.Simulator.Recorders;

/// <summary>What the verb <c>recorders</c> was asked for.</summary>
internal sealed record RecorderOptions
{
    /// <summary>Base address for WHIP; null: no recorder can stream.</summary>
    public Uri? Server { get; init; }

    public required string BrokerHost { get; init; }
    public required int BrokerPort { get; init; }

    /// <summary>PEM file of the authority that signed the broker's certificate; null for plain MQTT.</summary>
    public string? BrokerAuthority { get; init; }

    /// <summary>The tenant level of topics.</summary>
    public string Site { get; init; } = "site";

    /// <summary>The first so many stream from the start on, as if their wearers wanted it.</summary>
    public int Live { get; init; }

    /// <summary>Between two positions.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>QoS of live positions: with 1 those that were not acknowledged come again as late ones.</summary>
    public int PositionQuality { get; init; }

    /// <summary>Positions that could not be sent are kept and come later.</summary>
    public bool Late { get; init; } = true;

    public Route Route { get; init; } = Route.Loop;

    /// <summary>Mean time between two SOS of one recorder; null for none.</summary>
    public TimeSpan? SosEvery { get; init; }

    /// <summary>Mean time between two losses of the network, for each recorder; null for none.</summary>
    public TimeSpan? Flap { get; init; }

    /// <summary>Misbehave from time to time: see <see cref="RecorderMischief"/>.</summary>
    public bool Wrong { get; init; }

    /// <summary>Percent of a battery that an hour costs.</summary>
    public double DrainPerHour { get; init; } = 12;

    /// <summary>The device clock is ahead by this much until the server sets it.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Measure for so long, send what waits, and end; null: until stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Which picture is streamed.</summary>
    public ClipFormat Picture { get; init; } = ClipFormat.Sub;
}
