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
            Peers = [.. given.GetValueOrDefault("--peers", "command,janus").Split(',').Select(Peer)],
        };
    }

    private static Func<BenchPlace, IBenchPeer> Peer(string name) =>
        KnownPeers.TryGetValue(name, out var make)
            ? make
            : throw new BenchException($"There is no peer {name}; known: {string.Join(' ', KnownPeers.Keys)}.");

    private static int Number(Dictionary<string, string> given, string name, int otherwise)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return otherwise;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 100_000
            ? value
            : throw new BenchException($"{name} is {text}; it must be a number between 1 and 100000.");
    }
}
