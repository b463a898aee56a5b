namespace Command.Media.Transport;

/// <summary>What arrived at the shared port and what was dropped, by cause. Written by the receive thread, read by any.</summary>
internal sealed class UdpMuxCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<Count>().Length];

    /// <summary>What is counted.</summary>
    internal enum Count
    {
        /// <summary>Datagrams received.</summary>
        Received,

        /// <summary>Cut off, empty or of no known kind.</summary>
        UnknownKind,

        /// <summary>STUN that is not a well-formed binding request with a user name.</summary>
        BadStun,

        /// <summary>STUN for a ufrag nobody has.</summary>
        UnknownUfrag,

        /// <summary>DTLS or media from an address that no authenticated check came from.</summary>
        UnknownAddress,

        /// <summary>Bindings refused because the table was full.</summary>
        TableFull,

        /// <summary>Media dropped unseen because its peer's address sent too much that was not authentic.</summary>
        Unchecked,

        /// <summary>Datagrams whose handling failed by a fault of ours.</summary>
        Faults,
    }

    /// <summary>Datagrams dropped before any peer saw them.</summary>
    public long Dropped => Read(Count.UnknownKind) + Read(Count.BadStun) + Read(Count.UnknownUfrag) + Read(Count.UnknownAddress);

    /// <summary>Reads one counter.</summary>
    public long Read(Count count) => Interlocked.Read(ref _counts[(int)count]);

    /// <summary>Adds one.</summary>
    public void Add(Count count) => Interlocked.Increment(ref _counts[(int)count]);
}
