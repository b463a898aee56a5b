using System.Globalization;

namespace Command.Tools.Bench;

/// <summary>What a verb was asked for.</summary>
internal sealed class BenchOptions
{
    private static readonly Dictionary<string, Func<BenchPlace, IBenchPeer>> KnownPeers = new(StringComparer.Ordinal)
    {
        ["command"] = place => new CommandPeer(place),
        ["janus"] = place => new JanusPeer(place),
    };

    public int Viewers { get; private init; }

    public int Joins { get; private init; }

    public int Rounds { get; private init; }

    public int Seconds { get; private init; }

    public int Count { get; private init; }

    public int Live { get; private init; }

    public int Connections { get; private init; }

    /// <summary>Milliseconds, one way, on the publisher's leg.</summary>
    public int Delay { get; private init; }

    /// <summary>The recorders' broker is mosquitto, not the one inside the server.</summary>
    public bool IsMosquitto { get; private init; }

    /// <summary>Percent.</summary>
    public IReadOnlyList<int> Losses { get; private init; } = [];

    public IReadOnlyList<Func<BenchPlace, IBenchPeer>> Peers { get; private init; } = [];

    public static BenchOptions Parse(ReadOnlySpan<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            given[args[i]] = args[i + 1];
        }
        return new BenchOptions
        {
            Viewers = Number(given, "--viewers", 100),
            Joins = Number(given, "--joins", 30),
            Rounds = Number(given, "--rounds", 3),
            Seconds = Number(given, "--seconds", 10),
            Count = Number(given, "--count", 300),
            Live = Number(given, "--live", 20, least: 0),
            Connections = Number(given, "--connections", 50),
            Delay = Number(given, "--delay", 40, least: 0),
            IsMosquitto = given.GetValueOrDefault("--broker", "embedded") switch
            {
                "embedded" => false,
                "mosquitto" => true,
                var text => throw new BenchException($"--broker is {text}; it must be embedded or mosquitto."),
            },
            Losses = [.. given.GetValueOrDefault("--loss", "1,5,10").Split(',').Select(text => Percent(text))],
            Peers = [.. given.GetValueOrDefault("--peers", "command,janus").Split(',').Select(Peer)],
        };
    }

    private static Func<BenchPlace, IBenchPeer> Peer(string name) =>
        KnownPeers.TryGetValue(name, out var make)
            ? make
            : throw new BenchException($"There is no peer {name}; known: {string.Join(' ', KnownPeers.Keys)}.");

    private static int Percent(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 100
            ? value
            : throw new BenchException($"--loss holds {text}; it must be percents below 100.");

    private static int Number(Dictionary<string, string> given, string name, int otherwise, int least = 1)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return otherwise;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= 100_000
            ? value
            : throw new BenchException($"{name} is {text}; it must be a number between {least} and 100000.");
    }
}
