using System.Text.Json;

namespace Command.Tools.Simulator.Recorders;

/// <summary>What all recorders did together. Thread-safe.</summary>
internal sealed class FleetTally
{
    private readonly long[] _counts = new long[Enum.GetValues<Count>().Length];

    public enum Count
    {
        /// <summary>MQTT connections now.</summary>
        Connected,

        /// <summary>MQTT connections made.</summary>
        Connects,

        /// <summary>Positions measured.</summary>
        Measured,

        /// <summary>Positions sent: with QoS 0 written to the socket, with QoS 1 acknowledged.</summary>
        Delivered,

        /// <summary>Those of them that came late.</summary>
        DeliveredLate,

        /// <summary>Positions kept for later now.</summary>
        Waiting,

        /// <summary>Positions given up: the store was full, or lateness is off.</summary>
        Dropped,

        /// <summary>Events, answers and the like that the broker took.</summary>
        Events,

        /// <summary>Health reports sent.</summary>
        Health,

        /// <summary>Orders obeyed.</summary>
        Orders,

        /// <summary>Orders that came after their time.</summary>
        Expired,

        /// <summary>SOS pressed.</summary>
        Sos,

        /// <summary>SOS that the platform acknowledged.</summary>
        SosAcknowledged,

        /// <summary>Messages and subscriptions that the broker refused.</summary>
        Refused,

        /// <summary>Misbehaviours tried.</summary>
        Mischief,

        /// <summary>Streams that play now.</summary>
        Live,

        /// <summary>Streams begun.</summary>
        Streams,

        /// <summary>Streams that were refused or failed.</summary>
        StreamFailures,
    }

    public void Add(Count what, long times = 1) => Interlocked.Add(ref _counts[(int)what], times);

    public long this[Count what] => Interlocked.Read(ref _counts[(int)what]);

    /// <summary>All of it as one line of JSON.</summary>
    public override string ToString() =>
        JsonSerializer.Serialize(
            Enum.GetValues<Count>().ToDictionary(what => JsonNamingPolicy.CamelCase.ConvertName(what.ToString()), what => this[what])
        );
}
