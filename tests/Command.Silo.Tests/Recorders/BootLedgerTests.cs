using System.Collections.Immutable;
using Command.Silo.Recorders;

namespace Command.Silo.Tests.Recorders;

public sealed class BootLedgerTests
{
    [Fact]
    public void With_ManyNumbersAndLives_StaysBoundedAndKnowsTheNewest()
    {
        ImmutableArray<BootLedger> ledgers = [];
        for (var boot = 0; boot < 10; boot++)
        {
            for (var sequence = 0; sequence < 300; sequence++)
            {
                ledgers = BootLedger.With(ledgers, $"boot-{boot}", sequence);
            }
        }
        Assert.Equal(["boot-6", "boot-7", "boot-8", "boot-9"], ledgers.Select(ledger => ledger.Boot));
        Assert.All(ledgers, ledger => Assert.Equal(BootLedger.Capacity, ledger.Sequences.Length));
        Assert.True(BootLedger.Knows(ledgers, "boot-9", 299));
        Assert.True(BootLedger.Knows(ledgers, "boot-9", 300 - BootLedger.Capacity));
        Assert.False(BootLedger.Knows(ledgers, "boot-9", 300));
        Assert.False(BootLedger.Knows(ledgers, "boot-1", 299));
    }

    [Fact]
    public void With_ALifeThatIsHeardAgain_OutlivesOthers()
    {
        ImmutableArray<BootLedger> ledgers = [];
        foreach (var boot in new[] { "a", "b", "c", "d", "a", "e" })
        {
            ledgers = BootLedger.With(ledgers, boot, ledgers.Length);
        }
        Assert.Equal(["c", "d", "a", "e"], ledgers.Select(ledger => ledger.Boot));
    }
}
