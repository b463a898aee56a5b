using System.Collections.Immutable;

namespace Command.Silo.Recorders;

/// <summary>Numbers of the events that were taken in one life of a device.</summary>
/// <param name="Sequences">The newest <see cref="Capacity"/>, in the order in which they came.</param>
internal sealed record BootLedger(string Boot, ImmutableArray<long> Sequences)
{
    /// <summary>Lives that are remembered.</summary>
    public const int Boots = 4;

    /// <summary>Numbers that are remembered of each: many times what a device has under way at once.</summary>
    public const int Capacity = 128;

    public static bool Knows(ImmutableArray<BootLedger> ledgers, string boot, long sequence) =>
        ledgers.Any(ledger => ledger.Boot == boot && ledger.Sequences.Contains(sequence));

    /// <summary>The ledgers with one number more; the life that was heard of longest ago gives way.</summary>
    public static ImmutableArray<BootLedger> With(ImmutableArray<BootLedger> ledgers, string boot, long sequence)
    {
        var known = ledgers.FirstOrDefault(ledger => ledger.Boot == boot) ?? new BootLedger(boot, []);
        var numbers = known.Sequences.Length < Capacity ? known.Sequences : known.Sequences.RemoveAt(0);
        var others = ledgers.Remove(known);
        return [.. others.Length < Boots ? others : others.RemoveAt(0), known with { Sequences = numbers.Add(sequence) }];
    }
}
